"""Judges the cases of stdin by pyspf, as it is and corrected, with DNS from memory.

Writes the two opinions on each case.
"""
import json
import re
import sys

import spf

MACRO = re.compile(r'[slodiphcrtv](0*[1-9][0-9]*)?r?[-.+,/_=]*$', re.IGNORECASE)
PIECES = re.compile(r'%\{[^}]*\}|%[%_-]|[^%]{1,100}')
case = None


class Corrected(spf.query):
    """pyspf where RFC 7208 says otherwise: a class of disagreement is a method here, and there are no others."""

    level = -1
    names = None
    names_counted = False

    def dns_spf(self, domain):
        # Section 4.3: a name of one label is no domain to ask.
        return spf.query.dns_spf(self, domain) if '.' in domain else None

    def dns(self, name, qtype, cnames=None, ignore_void=False):
        # Section 4.6.4: an alias of a name without records is one look-up that finds nothing, not two.
        return spf.query.dns(self, name, qtype, cnames, ignore_void or bool(cnames))

    def validate_mechanism(self, mech):
        # Section 4.6.4 limits what is done during evaluation: a record that includes itself is an error when reached.
        domain = self.d
        self.d = Name(domain) if ':' in mech else domain
        try:
            return spf.query.validate_mechanism(self, mech)
        finally:
            self.d = domain

    def expand(self, s, stripdot=True):
        # Section 7.1: the grammar of what stands in the braces.
        for inner in re.findall(r'%\{([^}]*)\}', s.replace('%%', '')):
            if not MACRO.match(inner):
                raise spf.PermError('macro', inner)
        if not stripdot:
            # Section 7.3: names are shortened, explanations are not.
            # Sections 6.2 and 7.1: an explanation is of visible US-ASCII and spaces.
            if re.search('[^ -~]', s):
                raise spf.PermError('character', s)
            pieces = PIECES.findall(s)
            if ''.join(pieces) != s:
                raise spf.PermError('macro', s)
            return ''.join('%' if piece == '%%' else spf.query.expand(self, piece, False) for piece in pieces)
        name = spf.query.expand(self, s)
        while len(name) > 253:
            # Section 7.3: as many labels go as are too many, not one.
            name = name[name.index('.') + 1:]
        return name

    def getp(self):
        # Section 4.6.4: exp= is counted nowhere, and pyspf asks for its names before it knows whether they are needed.
        counted, self.void_lookups = self.void_lookups, -100
        try:
            return spf.query.getp(self)
        finally:
            self.void_lookups = counted

    def validated_ptrs(self):
        # Section 5.5: a fault of DNS is skipped over. Section 4.6.4: that a client has no name is one void look-up,
        # and what its names have no address for is none.
        if self.names is None or not self.names_counted and self.void_lookups >= 0:
            self.names_counted = self.void_lookups >= 0
            self.names = []
            try:
                names = self.dns_ptr(self.i)
            except spf.TempError:
                names = []
            counted = self.void_lookups
            for name in names[:spf.MAX_PTR]:
                self.void_lookups = -100
                try:
                    if self.cidrmatch(self.dns_a(name, self.A), self.cidrmax):
                        self.names.append(name)
                except spf.TempError:
                    pass
            self.void_lookups = counted
        return self.names

    def dns_mx(self, domainname):
        # Section 4.6.2: a mechanism that matches ends the evaluation; hosts behind the one that matches are not asked.
        hosts = sorted(self.dns(domainname, 'MX'))
        if len(hosts) > spf.MAX_MX:
            raise spf.PermError('More than 10 MX records returned')
        return (address for host in hosts for address in self.dns_host(host[1]))

    def dns_host(self, name):
        # Section 4.6.4: a mail host that is there without an address of the client's family is no term without answer.
        counted = self.void_lookups
        self.void_lookups = -100 if exists(name) else counted
        addresses = self.dns_a(name, self.A)
        self.void_lookups = counted if exists(name) else self.void_lookups
        return addresses

    def cidrmatch(self, ipaddrs, n):
        return any(spf.query.cidrmatch(self, [address], n) for address in ipaddrs)

    def check_lookups(self):
        # Section 4.6.4: redirect= counts when it is followed, not when it is read.
        if not isinstance(sys._getframe(1).f_locals.get('m'), list):
            spf.query.check_lookups(self)

    def check1(self, text, domain, recursion):
        outer, self.level = self.level, recursion
        try:
            if recursion == outer:
                spf.query.check_lookups(self)
            return spf.query.check1(self, text, domain, recursion)
        finally:
            self.level = outer


class Name(str):
    """Equal to nothing, so that nothing is found to be the same."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        return False


def exists(name):
    name = name.lower().rstrip('.')
    records = case['zone'].get(name, {})
    return exists(records['CNAME'][0]) if 'CNAME' in records else any(
        each == name or each.endswith('.' + name) for each in case['zone'])


def lookup(name, qtype, *_):
    name = name.lower().rstrip('.')
    if f'{qtype} {name}' in case['faults']:
        raise spf.TempError('DNS fault')
    records = case['zone'].get(name, {})
    if 'CNAME' in records:
        return [((name, 'CNAME'), records['CNAME'][0])]
    return [((name, qtype), value(qtype, each)) for each in records.get(qtype, [])]


def value(qtype, text):
    if qtype == 'TXT':
        return [text.encode()]
    if qtype == 'MX':
        preference, host = text.split(' ')
        return (int(preference), host)
    return text


def judge(kind):
    query = kind(i=case['client'], s=case['sender'], h=case['helo'])
    try:
        result, _, explanation = query.check()
    except Exception as fault:
        return opinion('crash', '', repr(fault))
    return opinion(result, explanation, str(query.perm_error or ''))


def opinion(result, explanation, problem):
    return {'result': result, 'explanation': explanation, 'problem': problem}


spf.DNSLookup = lookup
opinions = []
for case in json.load(sys.stdin):
    opinions.append({'stock': judge(spf.query), 'corrected': judge(Corrected)})
json.dump(opinions, sys.stdout)
