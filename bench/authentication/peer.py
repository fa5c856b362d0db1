"""What dkimpy and pyspf do of the same: `judge FOLDER` or `verify|sign MESSAGE FILE COUNT`. Prints rates."""
import json
import pathlib
import sys
import time

import dkim
import spf

HOST = b'mx.contoso.example'


def judge(folder):
    folder = pathlib.Path(folder)
    zone = json.loads((folder / 'zone.json').read_text())
    zone = {kind: {name.lower(): record for name, record in records.items()} for kind, records in zone.items()}
    key = (folder / 'key.pem').read_bytes()
    cases = [(case, (folder / f'{i}.eml').read_bytes())
             for i, case in enumerate(json.loads((folder / 'cases.json').read_text()))]

    def ask(name, kind, strict=True, timeout=None):
        record = zone.get(kind, {}).get(name.rstrip('.').lower())
        return [] if record is None else [((name, kind), {
            'TXT': lambda: [record.encode()], 'MX': lambda: (10, record)}.get(kind, lambda: record)())]

    def ask_key(name, timeout=None):
        record = zone['TXT'].get(name.decode().rstrip('.').lower())
        return record and record.encode()

    spf.DNSLookup = ask
    passes = [0, 0, 0, 0]
    judging = sealing = 0
    for case, message in cases:
        start = time.monotonic()
        sender = spf.check2(i=case['ip'], s=case['from'], h=case['helo'])[0]
        signature = attempt(lambda: dkim.verify(message, dnsfunc=ask_key)) or False
        chain = (attempt(lambda: dkim.arc_verify(message, dnsfunc=ask_key)) or (b'fail',))[0].decode()
        judged = time.monotonic()
        results = ('Authentication-Results: %s; spf=%s smtp.mailfrom=%s; dkim=%s; arc=%s\r\n' % (
            HOST.decode(), sender, case['helo'], 'pass' if signature else 'fail', chain)).encode()
        seal = attempt(lambda: dkim.arc_sign(results + message, b'seal', b'contoso.example', key, HOST))
        judging, sealing = judging + judged - start, sealing + time.monotonic() - judged
        for i, passed in enumerate([sender == 'pass', signature, chain == 'pass', seal]):
            passes[i] += bool(passed)
    print(json.dumps({'judged': len(cases) / judging, 'sealed': len(cases) / (judging + sealing), 'passes': passes}))


def attempt(what):
    try:
        return what()
    except Exception:
        # dkimpy raises for what it cannot read.
        return None


def repeat(count, once):
    start = time.monotonic()
    for _ in range(count):
        assert once()
    print(count / (time.monotonic() - start))


if sys.argv[1] == 'judge':
    judge(sys.argv[2])
else:
    message, other = pathlib.Path(sys.argv[2]).read_bytes(), pathlib.Path(sys.argv[3]).read_bytes()
    repeat(int(sys.argv[4]), {
        'verify': lambda: dkim.verify(message, dnsfunc=lambda name, timeout=5: other),
        'sign': lambda: dkim.sign(message, b'bench', b'contoso.example', other, canonicalize=(b'relaxed', b'relaxed')),
    }[sys.argv[1]])
