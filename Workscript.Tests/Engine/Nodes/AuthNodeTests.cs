using Workscript.Engine.Execution;
using Workscript.Engine.Nodes.Security;
using Workscript.Engine.Values;

namespace Workscript.Tests.Engine.Nodes;

public sealed class AuthNodeTests
{
    [Fact]
    public async Task APasswordHashCarriesItsCostAndNoTwoAreAlike()
    {
        var first = (await RunAsync(""" "operation":"hash","data":"s3cret" """)).Output["hash"].AsText!;
        var second = (await RunAsync(""" "operation":"hash","data":"s3cret" """)).Output["hash"].AsText!;
        Assert.Matches("^pbkdf2-sha512:210000:[0-9a-f]{32}:[0-9a-f]{128}$", first);
        Assert.NotEqual(first, second);
        Assert.Equal("valid", (await RunAsync($$""" "operation":"verify","data":{"password":"s3cret","hash":"{{first}}"} """)).Edge);
        Assert.Equal("invalid", (await RunAsync($$""" "operation":"verify","data":{"password":"S3cret","hash":"{{first}}"} """)).Edge);
    }

    [Theory]
    [InlineData("no colon")]
    [InlineData("salt:")]
    [InlineData("pbkdf2-sha512:999999999:00:00")]
    [InlineData("pbkdf2-sha512:0:00:00")]
    [InlineData("pbkdf2-sha512:-5:00:00")]
    public void WhatIsNoHashVerifiesNothingAndCostsLittle(string stored) => Assert.False(PasswordHash.Verify("x", stored));

    [Fact]
    public async Task TokensAreThirtyTwoRandomBytes()
    {
        var tokens = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var record = await RunAsync(""" "operation":"generate_token","data":"session" """);
            Assert.Matches("^[0-9a-f]{64}$", record.Output["token"].AsText!);
            tokens.Add(record.Output["token"].AsText!);
        }

        Assert.Equal(20, tokens.Count);
    }

    [Theory]
    [InlineData(""" "data":"x" """, "Missing operation or data")]
    [InlineData(""" "operation":"hash" """, "Missing operation or data")]
    [InlineData(""" "operation":"hash","data":"" """, "Missing operation or data")]
    [InlineData(""" "operation":"encrypt","data":"x" """, "Unknown operation: encrypt")]
    [InlineData(""" "operation":"verify","data":"x" """, "Missing password or hash for verification")]
    [InlineData(""" "operation":"verify","data":{"password":"x"} """, "Missing password or hash for verification")]
    [InlineData(""" "operation":"verify_signature","data":{"message":"x","signature":"y"} """, "Missing message, signature, or secret for verification")]
    [InlineData(""" "operation":"hash","data":5 """, "The password must be text")]
    [InlineData(""" "operation":"sign","data":{"a":1},"secret":"k" """, "The data and the secret must be text")]
    public async Task WhatIsMissingIsSaid(string config, string message)
    {
        var record = await RunAsync(config);
        Assert.Equal("error", record.Edge);
        Assert.StartsWith(message, record.Error!.Message);
        Assert.False(record.Error.Thrown);
    }

    [Fact]
    public async Task SigningHandsOverTheSignatureAndTheData()
    {
        var record = await RunAsync(""" "operation":"sign","data":"what do ya want for nothing?","secret":"Jefe" """);
        Assert.Equal(ValueMap.Of(["signature", "data"], "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "what do ya want for nothing?"), record.Output.AsMap);
    }

    private static async Task<StepRecord> RunAsync(string config)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$$"""{"auth":{{{{config}}}}}"""));
        return records[0];
    }
}
