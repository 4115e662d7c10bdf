using Workscript.Engine.Execution;

namespace Workscript.Tests.Engine.Nodes;

public sealed class HashNodeTests
{
    [Theory]
    [InlineData(""" "data":"" """, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(""" "data":"abc","algorithm":"md5" """, "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData(""" "data":"abc","algorithm":"sha1" """, "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData(""" "data":"abc","algorithm":"sha384" """, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData(""" "data":"abc","algorithm":"sha512","encoding":"base64" """, "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==")]
    [InlineData(""" "data":"123456789","algorithm":"crc32" """, "cbf43926")]
    [InlineData(""" "data":"YWJj","inputEncoding":"base64","algorithm":"md5" """, "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData(""" "data":"616263","inputEncoding":"hex","algorithm":"md5" """, "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData(""" "data":"what do ya want for nothing?","key":"Jefe" """, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(""" "data":"what do ya want for nothing?","key":"Jefe","algorithm":"md5" """, "750c783e6ab0b503eaa86e310a5db738")]
    public async Task HashesAreThoseOfTheStandards(string config, string hash) => Assert.Equal(hash, (await RunAsync(config)).Output["hash"].AsText);

    [Fact]
    public async Task ValuesAreHashedAsJson() =>
        Assert.Equal((await RunAsync(""" "data":"{\"a\":[1]}" """)).Output, (await RunAsync(""" "data":{"a":[1]} """)).Output);

    [Theory]
    [InlineData("", "Missing required parameter: data")]
    [InlineData(""" "data":"x","algorithm":"sha4" """, "There is no hash 'sha4'")]
    [InlineData(""" "data":"x","algorithm":"crc32","key":"k" """, "There is no HMAC 'crc32'")]
    [InlineData(""" "data":"?","inputEncoding":"base64" """, "The data is not base64")]
    [InlineData(""" "data":"x","encoding":"octal" """, "Unknown encoding")]
    public async Task WhatIsWrongIsSaid(string config, string message) => Assert.StartsWith(message, (await RunAsync(config)).Error!.Message);

    private static async Task<StepRecord> RunAsync(string config)
    {
        var (_, records) = await Documents.RunAsync(Documents.With($$$"""{"hash":{{{{config}}}}}"""));
        return records[0];
    }
}
