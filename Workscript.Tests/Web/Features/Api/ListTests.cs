using System.Net;
using Workscript.Tests.Support;

namespace Workscript.Tests.Web.Features.Api;

public sealed class ListTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("/runs?after=zzz")]
    [InlineData("/nodes?after=zzz")]
    [InlineData("/runs?limit=0")]
    public async Task WhatNoAnswerGaveIsNoPlaceInAList(string list)
    {
        using var answer = await shared.Api.GetAsync($"/api/v1{list}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
