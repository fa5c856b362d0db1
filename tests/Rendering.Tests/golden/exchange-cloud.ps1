# Exchange Online as the site cloud, from the topology file.
# To apply it: Connect-ExchangeOnline, then run this script. Where a connector of the name exists, write Set- for New-
# and Identity for Name. To compare later:
#   @{ InboundConnectors = @(Get-InboundConnector); OutboundConnectors = @(Get-OutboundConnector);
#      AcceptedDomains = @(Get-AcceptedDomain); OrganizationConfig = Get-OrganizationConfig;
#      OutboundSpamPolicies = @(Get-HostedOutboundSpamFilterPolicy) } |
#     ConvertTo-Json -Depth 4 > exchange-online.json

# == Accepted domains

# contoso.example: first add it in the admin center and prove that it is yours.
$arguments = @{
    # A domain of the file.
    Identity = 'contoso.example'
    # Unknown recipients are refused in session.
    DomainType = 'Authoritative'
    # Sub-domains are not accepted with it.
    MatchSubDomains = $false
}
Set-AcceptedDomain @arguments

# old.contoso.example: first add it in the admin center and prove that it is yours.
$arguments = @{
    # A domain of the file.
    Identity = 'old.contoso.example'
    # Unknown recipients go on to office.
    DomainType = 'InternalRelay'
    # sub-domains: yes.
    MatchSubDomains = $true
}
Set-AcceptedDomain @arguments

# == Who may come in

# Mail from filter, and the lock.
$arguments = @{
    # By this name `causeway import` finds it again.
    Name = 'Causeway: filter to cloud'
    # From filter comes mail for our domains, and nothing else.
    ConnectorType = 'Partner'
    # Whoever the sender is.
    SenderDomains = @('*')
    # As the connector's tls: says.
    RequireTls = $true
    # The certificate by which filter proves itself; Exchange Online takes no private authority.
    TlsSenderCertificateName = 'mx.filter.example'
    # The lock: mail from the Internet that does not come this way is refused with 550 5.7.51.
    RestrictDomainsToCertificate = $true
    # Enhanced filtering by the list below.
    EFSkipLastIP = $false
    # Senders are judged by where they connected to the first of our sites: these addresses are ours.
    EFSkipIPs = @('192.0.2.0/28', '203.0.113.7')
}
New-InboundConnector @arguments

# Mail from office.
$arguments = @{
    # By this name `causeway import` finds it again.
    Name = 'Causeway: office to cloud'
    # A site of the organization: office may send to other domains, and its mail is internal.
    ConnectorType = 'OnPremises'
    # Forwards and bounces have other senders than ours.
    SenderDomains = @('*')
    # As the connector's tls: says.
    RequireTls = $true
    # An Exchange on the other side marks internal mail.
    CloudServicesMailEnabled = $true
    # The certificate by which office proves itself: only a certificate lets mail without a sender of ours pass, bounces
    # and forwards.
    TlsSenderCertificateName = 'mail.contoso.example'
}
New-InboundConnector @arguments

# A stranger does not send in our name.
$arguments = @{
    # Mail with a sender of ours and without a connector: 550 5.7.68.
    RejectDirectSend = $true
}
Set-OrganizationConfig @arguments

# == The way out

# Mail to office.
$arguments = @{
    # By this name `causeway import` finds it again.
    Name = 'Causeway: cloud to office'
    # A server of the organization.
    ConnectorType = 'OnPremises'
    # Recipients whose mailbox is there are in our own domains.
    RecipientDomains = @('contoso.example', 'old.contoso.example', '*.old.contoso.example')
    # The MX of our domains leads back to the first place of inbound: a loop.
    UseMXRecord = $false
    # Where office is.
    SmartHosts = @('198.51.100.25')
    # As the connector's tls: says.
    TlsSettings = 'DomainValidation'
    # The certificate of office.
    TlsDomain = 'mail.contoso.example'
    # Outbound leads from here to the Internet.
    RouteAllMessagesViaOnPremises = $false
    # An Exchange on the other side reads the marks of internal mail.
    CloudServicesMailEnabled = $true
}
New-OutboundConnector @arguments

# Whether mailboxes may forward to the outside by themselves.
$arguments = @{
    # The policy for everybody.
    Identity = 'Default'
    # forwarding: { outside: no }.
    AutoForwardingMode = 'Off'
}
Set-HostedOutboundSpamFilterPolicy @arguments

# == What no command sets
# - The queue keeps mail for a neighbour that is down for one day.
# - contoso.mail.cloud.example is the tenant's own coexistence domain; the other sites send to it.
# - Recipients whose mailbox is behind office are mail users here, with that mailbox as address.
