#!/usr/bin/env python3
"""Judges `mailstage` with the suites that others wrote: suites.py PROGRAM [FOLDER]

Starts `serve` on free ports, in its strict manner and in each other one, lets the suites' own runners talk to it, and
holds what they count to the bounds below. FOLDER, else $MAILSTAGE_SUITES, else ../shared/suites beside the project.
Exit status: 0 all bounds held, 1 one missed, 77 there are no suites here (ctest: skipped). Python's own library only.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77

# The bounds: whole dialogues, in hundredths; what real servers themselves reach stands in the suites' README.
STRICT_IN_SET = 97
LIKE_A_SERVER = 95
MANNERS = {'postfix': 'postfix', 'sendmail': 'sendmail', 'exim': 'exim', 'opensmtpd': 'opensmtpd7'}
ADDRESSES = 158  # of 160

# A machine that is busy answers late. Where a server is silent on purpose, so long is waited: not too long, therefore.
PATIENCE = '6'
AT_ONCE = '12'  # dialogues
READY_WITHIN = 60  # seconds
END_WITHIN = 20


class Server:
    """`mailstage serve` for as long as a `with` lasts."""

    def __init__(self, program, *arguments):
        doors = ['--port', '0', '--submission', '0', '--smtps', '0']
        self.command = [program, 'serve', *arguments, *doors]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        late = threading.Timer(READY_WITHIN, self.process.kill)
        late.start()
        line = self.process.stdout.readline()
        late.cancel()
        if not line.startswith('ready '):
            self.process.kill()
            self.process.wait()
            sys.exit('suites: %s is not ready: %r' % (' '.join(self.command), line))
        self.doors = dict(word.split('=', 1) for word in line.split()[1:])
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.status = self.process.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.status = self.process.wait()
        self.process.stdout.close()

    def port(self, door):
        return self.doors[door].rsplit(':', 1)[1]


def run(*command):
    return subprocess.run([sys.executable, *map(str, command)], stdout=subprocess.PIPE, text=True).stdout


class Table:
    """What was judged, a row each, and what to look at where a bound was missed."""

    def __init__(self):
        self.missed = False

    def row(self, what, reached, bound, good, more=''):
        self.missed |= not good
        print('%-5s %-44s %-28s wanted %s' % ('ok' if good else 'FAIL', what, reached, bound), flush=True)
        if not good and more:
            print('      ' + more.rstrip().replace('\n', '\n      '), flush=True)


def fidelity(table, program, folder, manner, like):
    """The conversations that real servers were asked to hold."""
    folder = folder / 'fidelity'
    with tempfile.TemporaryDirectory() as room:
        answers = pathlib.Path(room) / 'answers.json'
        with Server(program, '--scenario', 'fidelity', '--manner', manner) as server:
            run(folder / 'run.py', '127.0.0.1', server.port('smtp'), folder / 'dialogues', '-o', answers,
                '-t', PATIENCE, '-j', AT_ONCE)
        judge = [folder / 'judge.py', folder / 'expected.json', answers]
        verdict = run(*judge, '-v', *(['--like', like] if like else []))
    line = re.search(r'^dialogues (\d+): every reply exact (\d+) .*every RFC note met (\d+)', verdict, re.M)
    if not line:
        return table.row('fidelity, ' + manner, 'no verdict', 'one', False, verdict)
    total, exact, lawful = map(int, line.groups())
    what = 'fidelity, %s: as %s' % (manner, like or 'any real server')
    bound = LIKE_A_SERVER if like else STRICT_IN_SET
    reached = '%d of %d (%.1f %%)' % (exact, total, 100 * exact / total)
    table.row(what, reached, '%d %%' % bound, total > 0 and 100 * exact >= bound * total, verdict)
    if not like:
        table.row('fidelity, strict: every RFC note met', '%d of %d' % (lawful, total), 'all', lawful == total, verdict)
    table.row('serve --manner %s ends when told to' % manner, 'status %s' % server.status, '0', server.status == 0)


def held_wrong():
    """Dialogues whose expectation we do not share: 'name: why' a line."""
    lines = (pathlib.Path(__file__).parent / 'held-wrong.txt').read_text(encoding='utf-8').splitlines()
    return dict(line.split(': ', 1) for line in lines if line and not line.startswith('#'))


def dialogues(table, program, folder):
    ours = pathlib.Path(__file__).parent / 'dialogues.toml'
    with Server(program, '--scenario', str(ours)) as server:
        printed = run(folder / 'dialogue_suite.py', folder / 'dialogues' / 'cases.jsonl',
                      '127.0.0.1:' + server.port('smtp'), '--tls-port', server.port('smtps'),
                      '--rcpt', 'bob@dest.example', '--timeout', PATIENCE)
    count = re.search(r'^(\d+) of (\d+) pass, (\d+) skipped', printed, re.M)
    failed = set(re.findall(r'^FAIL (\S+)', printed, re.M))
    known = set(held_wrong())
    reached = '%s of %s, %d held wrong' % (*count.group(1, 2), len(failed & known)) if count else 'no verdict'
    good = bool(count) and failed == known and count[3] == '0'
    surprise = '\n'.join(['held wrong, but they pass: ' + ' '.join(sorted(known - failed)), printed])
    table.row('dialogues', reached, 'all, or named in held-wrong.txt', good, surprise)


def addresses(table, program, folder):
    printed = run(folder / 'case_suite.py', folder / 'addresses' / 'cases.jsonl', program + ' check address {mailfrom}')
    count = re.search(r'^(\d+) of (\d+) pass', printed, re.M)
    reached = '%s of %s' % count.groups() if count else 'no verdict'
    table.row('addresses', reached, ADDRESSES, bool(count) and int(count[1]) >= ADDRESSES, printed)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    given = sys.argv[2] if len(sys.argv) == 3 else os.environ.get('MAILSTAGE_SUITES')
    folder = pathlib.Path(given) if given else PROJECT.parent / 'shared' / 'suites'
    if not (folder / 'fidelity' / 'run.py').is_file():
        print('suites: skipped, there are none in %s' % folder)
        sys.exit(SKIPPED)
    table = Table()
    addresses(table, program, folder)
    dialogues(table, program, folder)
    fidelity(table, program, folder, 'strict', None)
    for manner, like in MANNERS.items():
        fidelity(table, program, folder, manner, like)
    sys.exit(1 if table.missed else 0)


main()
