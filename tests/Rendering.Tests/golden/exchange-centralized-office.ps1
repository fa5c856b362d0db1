# Exchange Server as the site office, from the topology file.
# To apply it: run this script in the Exchange Management Shell of the server. Where an object of the name exists, write
# Set- for New- and Identity for Name.

# == Accepted domains

# contoso.example is a domain of the organization.
$arguments = @{
    # The domain itself.
    Name = 'contoso.example'
    # A domain of the file.
    DomainName = 'contoso.example'
    # Unknown recipients are refused.
    DomainType = 'Authoritative'
}
New-AcceptedDomain @arguments

# contoso.example: what can only be set afterwards.
$arguments = @{
    # The name from above.
    Identity = 'contoso.example'
    # Sub-domains are not accepted with it.
    MatchSubDomains = $false
    # The first domain of the file.
    MakeDefault = $true
}
Set-AcceptedDomain @arguments

# contoso.mail.cloud.example is a domain of the organization.
$arguments = @{
    # The domain itself.
    Name = 'contoso.mail.cloud.example'
    # A domain of the file.
    DomainName = 'contoso.mail.cloud.example'
    # Remote mailboxes at cloud have addresses there; authoritative, it would be a loop.
    DomainType = 'InternalRelay'
}
New-AcceptedDomain @arguments

# == The way out

# Mail to cloud.
$arguments = @{
    # The arrow from office to cloud.
    Name = 'Causeway: office to cloud'
    # Everything for other domains goes to cloud, the next place of outbound; nothing to the Internet.
    AddressSpaces = @('*', 'contoso.mail.cloud.example')
    # The next hop is named, not looked up.
    DNSRoutingEnabled = $false
    # Where cloud is.
    SmartHosts = @('contoso-example.mail.protection.example')
    # The server shows the certificate for this name, by which cloud knows it.
    Fqdn = 'mail.contoso.example'
    # As the connector's tls: says.
    RequireTLS = $true
    # The next hop must prove itself.
    TlsAuthLevel = 'DomainValidation'
    # The name in the certificate of cloud.
    TlsDomain = 'mail.protection.example'
    # Internal mail stays marked as internal.
    CloudServicesMailEnabled = $true
}
New-SendConnector @arguments

# How long mail waits for a neighbour that is down.
$arguments = @{
    # This server.
    Identity = $env:COMPUTERNAME
    # waits: of office.
    MessageExpirationTimeout = '2.00:00:00'
}
Set-TransportService @arguments

# Whether mailboxes may forward to the outside by themselves.
$arguments = @{
    # All other domains.
    Identity = 'Default'
    # forwarding: { outside: yes }.
    AutoForwardEnabled = $true
}
Set-RemoteDomain @arguments

# == Who may come in

# Mail from cloud.
$arguments = @{
    # The arrow from cloud to office.
    Name = 'Causeway: cloud to office'
    # Nothing but what stands here.
    Usage = 'Custom'
    # The service that takes mail from outside.
    TransportRole = 'FrontendTransport'
    # Where the site listens.
    Bindings = @('198.51.100.25:25')
    # Cloud and nobody else comes by this connector.
    RemoteIPRanges = @('192.0.2.20', '192.0.2.21')
    # The certificate for this name is shown.
    Fqdn = 'mail.contoso.example'
    # As the connector's tls: says.
    RequireTLS = $true
    # Its address is believed, and TLS protects the way.
    AuthMechanism = @('Tls', 'ExternalAuthoritative')
    # Mail for other domains goes from cloud through this site as well.
    PermissionGroups = @('AnonymousUsers', 'ExchangeServers')
    # Mail under the certificate of Exchange Online keeps its marks of internal mail.
    TlsDomainCapabilities = @('mail.protection.example:AcceptCloudServicesMail')
}
New-ReceiveConnector @arguments

# The lock: strangers get no answer but a refusal.
$arguments = @{
    # The connector of the installation.
    Identity = ('{0}\Default Frontend {0}' -f $env:COMPUTERNAME)
    # Everybody but AnonymousUsers, by whom mail from the Internet would come in.
    PermissionGroups = @('ExchangeUsers', 'ExchangeServers', 'ExchangeLegacyServers')
}
Set-ReceiveConnector @arguments

# == What no command sets
# - The certificate for mail.contoso.example is enabled for SMTP (Enable-ExchangeCertificate).
# - No other send connector may be enabled for the address space * (Get-SendConnector).
# - The lock: cloud comes by a certificate that all customers of Exchange Online share. Let the firewall admit to port
# 25 the addresses of Exchange Online alone, and a transport rule refuse what comes from them without X-OriginatorOrg of
# this organization.
# - Recipients whose mailbox is at cloud are remote mailboxes with an address in contoso.mail.cloud.example.
