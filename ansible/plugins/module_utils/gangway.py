# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""Calls the program gangway, and reads its JSON."""
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

import json
import os

from ansible.module_utils.common.text.converters import to_bytes, to_text
from ansible_collections.gangway.xen.plugins.module_utils import text

EXECUTABLE = dict(executable=dict(type='path'))

# the JSON format of docs/json.md that these modules read
FORMAT = 1

# where the link to the archive's program is; the PATH of a login without a shell can lack these folders
FOLDERS = ['/usr/local/bin', '/opt/gangway/bin']

# Gangway's exit codes
PROBLEMS_FOUND = 1
NOT_UNDONE = 4
NOTHING_EXISTS = 5


class Answer(object):
    """What one call of gangway printed; 'json' is None if its standard output is not a JSON object."""

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
    """The program on the managed host. Ends the module with an error if the program is missing."""

    def __init__(self, module):
        self.module = module
        self.path = self._find(module.params['executable'])

    def ask(self, words):
        """Calls a command that changes nothing, and returns its JSON. Ends the module with an error if the command fails."""
        answer = self.call(words)
        if answer.json is None:
            self.fail(answer)
        self.check_format(answer)
        if 'error' in answer.json:
            self.fail(answer, text.of_error(answer.json['error']))
        if answer.rc not in (0, PROBLEMS_FOUND, NOTHING_EXISTS):
            self.fail(answer)
        return answer.json

    def call(self, words, stdin=None):
        """
        Calls the program, and returns its answer.

        stdin -- a text that the program reads from its standard input
        """
        command = [self.path] + words
        for word in command:
            if '\0' in word:
                self.module.fail_json(msg='{0!r} has a zero byte'.format(word))
        rc, out, err = self.module.run_command(
            [to_bytes(word) for word in command], encoding=None,
            data=None if stdin is None else to_bytes(stdin), binary_data=True,
            # Java prints names of devices and guests in the encoding of the locale
            environ_update=dict(LC_ALL='C.UTF-8', LANG='C.UTF-8', NO_COLOR='1'))
        return Answer(command, rc, out, err)

    def check_format(self, answer):
        """Ends the module with an error if the JSON of the program has another format."""
        read = answer.json.get('format')
        if read != FORMAT:
            self.fail(
                answer, 'this Gangway prints JSON of format {0}, and the collection gangway.xen reads format {1}\n'
                '  fix: install Gangway and the collection of the same release'.format(read, FORMAT))

    def fail(self, answer, reason=None, **values):
        """Ends the module with an error of the program."""
        if not reason:
            reason = answer.err or answer.out or 'the program printed nothing'
            if "Unknown option: '--json'" in reason:
                reason = ('this Gangway is older than the collection gangway.xen\n'
                          '  fix: install Gangway and the collection of the same release')
        values.update(cmd=answer.command, rc=answer.rc, changed=answer.rc == NOT_UNDONE)
        self.module.fail_json(
            msg='{0}: exit code {1}\n{2}'.format(' '.join(answer.command), answer.rc, reason),
            stdout=answer.out, stderr=answer.err, **values)

    def _find(self, executable):
        if executable:
            if not (os.path.isabs(executable) and os.path.isfile(executable) and os.access(executable, os.X_OK)):
                self.module.fail_json(
                    msg="executable: '{0}' is not the absolute path of a program on the managed host".format(executable))
            return executable
        path = self.module.get_bin_path('gangway')
        for folder in FOLDERS:
            place = os.path.join(folder, 'gangway')
            if not path and os.path.isfile(place) and os.access(place, os.X_OK):
                path = place
        if not path:
            self.module.fail_json(msg=(
                'the managed host has no program gangway in PATH, {0}\n'
                "  fix: install Gangway's package on the managed host, or set the option 'executable'").format(' or '.join(FOLDERS)))
        return path
