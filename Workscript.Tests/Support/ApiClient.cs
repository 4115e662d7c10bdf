using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Workscript.Tests.Support;

/// <summary>The API as a program sees it: sends JSON, reads JSON, and says in full what came back when it was not what the test wanted.</summary>
public static class ApiClient
{
    private const string Root = "/api/v1";

    extension(HttpClient http)
    {
        public Task<JsonElement> GetJsonAsync(string path, int status = 200) => ReadAsync(http.GetAsync(Root + path), status);

        public Task<JsonElement> PostJsonAsync(string path, string? json = null, int status = 200, params (string Name, string Value)[] headers) =>
            SendJsonAsync(http, HttpMethod.Post, path, json, status, headers);

        public async Task<JsonElement> SendJsonAsync(HttpMethod method, string path, string? json, int status, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, Root + path);
            request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return await ReadAsync(http.SendAsync(request), status);
        }

        /// <summary>Creates a workflow of these steps, JSON without the brackets around them, and answers its id.</summary>
        public async Task<string> CreateWorkflowAsync(string steps, string? id = null, string more = "")
        {
            var name = id ?? $"test-{Guid.NewGuid():N}";
            await http.PostJsonAsync("/workflows", $$"""{"definition":{{Definition(steps, name, more)}}}""", 201);
            return name;
        }

        /// <summary>Runs a workflow to its end and answers the run.</summary>
        public Task<JsonElement> RunToEndAsync(string workflow, string state = "{}") =>
            http.PostJsonAsync($"/workflows/{workflow}/run", $$"""{"state":{{state}},"wait":true}""");

        /// <summary>Asks for the run until it is over.</summary>
        public async Task<JsonElement> WhenEndedAsync(string run, int seconds = 30)
        {
            for (var deadline = DateTime.UtcNow.AddSeconds(seconds); ;)
            {
                var answer = await http.GetJsonAsync($"/runs/{run}");
                if (answer.Text("status") is "completed" or "failed" or "cancelled")
                {
                    return answer;
                }

                Assert.True(DateTime.UtcNow < deadline, $"The run is still not over: {answer}");
                await Task.Delay(50);
            }
        }
    }

    extension(JsonElement json)
    {
        public string? Text(string name) => json.GetProperty(name).GetString();

        public string Id => json.GetProperty("id").GetString()!;
    }

    public static string Definition(string steps, string id = "test", string more = "") =>
        $$"""{"id":"{{id}}","name":"Test","version":"1.0.0",{{more}}"workflow":[{{steps}}]}""";

    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> sending, int status)
    {
        using var answer = await sending;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"Expected {status}, got {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
