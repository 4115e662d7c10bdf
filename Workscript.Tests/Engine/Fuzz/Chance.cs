namespace Workscript.Tests.Engine.Fuzz;

/// <summary>Choices that a seed decides: the same seed, the same choices.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => _random.Next(times) == 0;

    public int Below(int end) => _random.Next(end);

    public int Between(int start, int end) => _random.Next(start, end);

    public double Fraction() => _random.NextDouble();

    public T Of<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Up to so many of what is made.</summary>
    public T[] Some<T>(int most, Func<T> make)
    {
        var some = new T[_random.Next(most + 1)];
        for (var i = 0; i < some.Length; i++)
        {
            some[i] = make();
        }

        return some;
    }
}
