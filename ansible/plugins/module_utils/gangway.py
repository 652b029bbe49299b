# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""Calls the program gangway, and reads its JSON."""
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

import json
import os

from ansible.module_utils.common.text.converters import to_bytes, to_text

EXECUTABLE = dict(executable=dict(type='path'))

# the JSON format of docs/json.md that these modules read
FORMAT = 1

# where the archive and its link are, if they are not in the PATH of a login without a shell
FOLDERS = ['/usr/local/bin', '/opt/gangway/bin']

# Gangway's exit code for a change that could not be undone
INCONSISTENT = 4


class Answer(object):
    """What one call of gangway printed; 'json' is None if its standard output is no JSON object."""

    def __init__(self, command, rc, out, err):
        self.command = command
        self.rc = rc
        self.out = to_text(out, errors='replace').strip()
        self.err = to_text(err, errors='replace').strip()
        try:
            read = json.loads(self.out)
        except ValueError:
            read = None
        self.json = read if isinstance(read, dict) else None


class Gangway(object):
    """The program on the managed host. Ends the module with an error if the program is missing or fails."""

    def __init__(self, module):
        self.module = module
        self.path = self._find(module.params['executable'])

    def ask(self, words):
        """Calls a command that changes nothing, and returns its JSON."""
        answer = self.call(words)
        # doctor exits with 1 if there are issues, guests with 5 if there are no guests
        if answer.json is None or answer.rc not in (0, 1, 5) or 'error' in answer.json:
            self.fail(answer)
        self.check_format(answer)
        return answer.json

    def call(self, words):
        command = [self.path] + words
        try:
            rc, out, err = self.module.run_command(
                [to_bytes(word) for word in command], encoding=None,
                # Java prints names of devices and guests in the encoding of the locale
                environ_update=dict(LC_ALL='C.UTF-8', LANG='C.UTF-8', NO_COLOR='1'))
        except ValueError as e:
            # a zero byte in a word
            self.module.fail_json(msg='cannot start {0!r}: {1}'.format(command, to_text(e)))
        return Answer(command, rc, out, err)

    def check_format(self, answer):
        read = answer.json.get('format')
        if read != FORMAT:
            self.module.fail_json(msg=(
                '{0} prints JSON of format {1}, and this collection reads format {2}\n'
                'fix: install the collection and Gangway of the same release').format(self.path, read, FORMAT))

    def fail(self, answer, reason='', **more):
        """Ends the module with what gangway printed."""
        lines = [reason] if reason else []
        if not reason:
            lines.append(answer.err or answer.out or 'no output, exit code {0}'.format(answer.rc))
        self.module.fail_json(
            msg='{0}: {1}'.format(' '.join(answer.command), '\n'.join(lines)),
            # exit code 4: not everything could be undone
            changed=answer.rc == INCONSISTENT, cmd=answer.command, rc=answer.rc, stdout=answer.out, stderr=answer.err, **more)

    def _find(self, executable):
        if executable:
            if not os.path.isabs(executable):
                self.module.fail_json(msg="executable: '{0}' is not an absolute path".format(executable))
            if not (os.path.isfile(executable) and os.access(executable, os.X_OK)):
                self.module.fail_json(msg="executable: '{0}' is not an executable file on this host".format(executable))
            return executable
        path = self.module.get_bin_path('gangway')
        for folder in FOLDERS:
            place = os.path.join(folder, 'gangway')
            if not path and os.path.isfile(place) and os.access(place, os.X_OK):
                path = place
        if not path:
            self.module.fail_json(msg=(
                'gangway is not installed on this host: it is not in PATH, {0}\n'
                "fix: install the package (docs/packages.md of Gangway), or give the option 'executable'").format(', '.join(FOLDERS)))
        return path
