namespace Causeway.Tracing;

/// <summary>Values by id, as many as there is room for: the oldest make room for the newest.</summary>
internal sealed class NewestIds<T>(int room)
{
    private readonly Dictionary<string, T> values = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public bool Contains(string id) => values.ContainsKey(id);

    public T? Find(string id) => values.GetValueOrDefault(id);

    public void Add(string id, T value)
    {
        if (values.TryAdd(id, value))
        {
            order.Enqueue(id);
            if (order.Count > room)
            {
                values.Remove(order.Dequeue());
            }
        }
    }
}
