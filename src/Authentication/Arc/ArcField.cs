using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>A field that is a list of tags.</summary>
internal sealed record ArcField(HeaderField Field, TagList Tags);
