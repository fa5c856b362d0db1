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

# == Who may come in

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
    # The addresses of office; bounces and forwards do not pass by address alone.
    SenderIPAddresses = @('198.51.100.25')
}
New-InboundConnector @arguments

# == The way out

# Mail to office.
$arguments = @{
    # By this name `causeway import` finds it again.
    Name = 'Causeway: cloud to office'
    # A server of the organization.
    ConnectorType = 'OnPremises'
    # Everything goes to office, the next place of outbound.
    RecipientDomains = @('*')
    # The MX of our domains leads back to the first place of inbound: a loop.
    UseMXRecord = $false
    # Where office is.
    SmartHosts = @('198.51.100.25')
    # As the connector's tls: says.
    TlsSettings = 'DomainValidation'
    # The certificate of office.
    TlsDomain = 'mail.contoso.example'
    # Outbound leads through office.
    RouteAllMessagesViaOnPremises = $true
    # An Exchange on the other side reads the marks of internal mail.
    CloudServicesMailEnabled = $true
}
New-OutboundConnector @arguments

# Whether mailboxes may forward to the outside by themselves.
$arguments = @{
    # The policy for everybody.
    Identity = 'Default'
    # forwarding: { outside: yes }.
    AutoForwardingMode = 'On'
}
Set-HostedOutboundSpamFilterPolicy @arguments

# == What no command sets
# - The queue keeps mail for a neighbour that is down for one day.
# - contoso.mail.cloud.example is the tenant's own coexistence domain; the other sites send to it.
# - Recipients whose mailbox is behind office are mail users here, with that mailbox as address.
