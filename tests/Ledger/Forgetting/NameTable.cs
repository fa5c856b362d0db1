namespace Causeway.Ledger.Forgetting;

/// <summary>
/// Folders and the names in them: as they are seen, and as the disk would have them after a crash. A rename that is
/// lost in part leaves both names, never none.
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, Dictionary<string, FileNode>> seen;
    private readonly Dictionary<string, Dictionary<string, FileNode>> durable;
    private readonly List<NameChange> unsynced = [];
    private readonly HashSet<string> unsyncedFolders = [];
    private int changes;

    public NameTable()
        : this([])
    {
    }

    private NameTable(Dictionary<string, Dictionary<string, FileNode>> durable)
    {
        this.durable = durable;
        seen = durable.ToDictionary(pair => pair.Key, pair => new Dictionary<string, FileNode>(pair.Value));
        seen.TryAdd("", []);
        durable.TryAdd("", []);
    }

    public bool HasFolder(string folder) => seen.ContainsKey(folder);

    public bool HasDurableFolder(string folder) =>
        HasFolder(folder) && !WithThoseAbove(folder).Any(unsyncedFolders.Contains);

    public void AddFolder(string folder)
    {
        foreach (var part in WithThoseAbove(folder).Where(part => seen.TryAdd(part, [])))
        {
            durable.Add(part, []);
            unsyncedFolders.Add(part);
        }
    }

    public void SyncFolderItself(string folder) => unsyncedFolders.ExceptWith(WithThoseAbove(folder));

    public IEnumerable<string> FoldersIn(string folder) => seen.Keys
        .Where(name => name.Length > 0 && FolderOf(name) == folder)
        .Select(NameOf).Order(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, FileNode> FilesIn(string folder) =>
        seen.GetValueOrDefault(folder) ?? [];

    public FileNode? Find(string path) => FilesIn(FolderOf(path)).GetValueOrDefault(NameOf(path));

    public void Create(string path, FileNode node) => Change(path, node, after: null);

    public void Delete(string path) => Change(path, null, after: null);

    public void Rename(string from, string to)
    {
        var node = Find(from) ?? throw new FileNotFoundException($"There is no {from}.", from);
        var added = Change(to, node, after: null);
        if (from != to)
        {
            Change(from, null, added);
        }
    }

    public void Sync(string folder)
    {
        foreach (var change in unsynced.Where(change => change.Folder == folder).ToList())
        {
            // The old name of a rename can only be gone where the new one is there.
            if (change.After is { } added && unsynced.Contains(added))
            {
                Settle(unsynced.Where(c => c.Folder == added.Folder && c.Number <= added.Number).ToList());
            }

            Settle([change]);
        }
    }

    /// <summary>Names and files after a crash, all of them durable.</summary>
    public NameTable After(Survival survival)
    {
        var lost = new HashSet<NameChange>();
        foreach (var change in unsynced.ToList())
        {
            var chance = survival.Chance($"{change.Folder}/{change.Name}", change.Number);
            if (survival.Keeps(chance) && (change.After is null || !lost.Contains(change.After)))
            {
                Settle([change]);
            }
            else
            {
                lost.Add(change);
            }
        }

        foreach (var folder in unsyncedFolders.Where(folder => !survival.Keeps(survival.Chance(folder, 0))).ToList())
        {
            foreach (var gone in durable.Keys.Where(name => WithThoseAbove(name).Contains(folder)).ToList())
            {
                durable.Remove(gone);
            }
        }

        var files = durable.Values.SelectMany(names => names.Values).Distinct()
            .ToDictionary(node => node, node => node.After(survival));
        return new NameTable(durable.ToDictionary(
            folder => folder.Key, folder => folder.Value.ToDictionary(pair => pair.Key, pair => files[pair.Value])));
    }

    private static IEnumerable<string> WithThoseAbove(string folder)
    {
        for (var part = folder; part.Length > 0; part = FolderOf(part))
        {
            yield return part;
        }
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private NameChange Change(string path, FileNode? node, NameChange? after)
    {
        var folder = FolderOf(path);
        if (!seen.TryGetValue(folder, out var names))
        {
            throw new DirectoryNotFoundException($"There is no folder {folder}.");
        }

        var change = new NameChange(++changes, folder, NameOf(path), node, after);
        change.ApplyTo(names);
        unsynced.Add(change);
        return change;
    }

    private void Settle(List<NameChange> settled)
    {
        foreach (var change in settled)
        {
            change.ApplyTo(durable[change.Folder]);
            unsynced.Remove(change);
        }
    }
}

/// <summary>A name that was made, or (without a node) taken away; not before another one.</summary>
internal sealed record NameChange(int Number, string Folder, string Name, FileNode? Node, NameChange? After)
{
    public void ApplyTo(Dictionary<string, FileNode> names)
    {
        if (Node is null)
        {
            names.Remove(Name);
        }
        else
        {
            names[Name] = Node;
        }
    }
}
