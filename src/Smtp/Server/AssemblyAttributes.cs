using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Causeway.Smtp.Tests")]
