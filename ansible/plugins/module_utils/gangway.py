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


def wrong_format(answer):
    """Why the JSON of an answer cannot be read; nothing if it can."""
    read = answer.json.get('format')
    if read == FORMAT:
        return None
    return ('this Gangway prints JSON of format {0}, and the collection gangway.xen reads format {1}\n'
            '  fix: install Gangway and the collection of the same release'.format(read, FORMAT))


def message(answer, reason=None):
    """The command line of a failed command, its exit code, and the reason; without a reason, what the command printed."""
    if not reason:
        reason = answer.err or answer.out or 'the program printed nothing'
        if "Unknown option: '--json'" in reason:
            reason = ('this Gangway is older than the collection gangway.xen\n'
                      '  fix: install Gangway and the collection of the same release')
    code = 'it could not be started' if answer.rc is None else 'exit code {0}'.format(answer.rc)
    return '{0}: {1}\n{2}'.format(' '.join(answer.command), code, reason)


class Unreadable(Exception):
    """
    A command that changes nothing has failed.

    answer -- what it printed
    reason -- why it failed; without a reason, what it printed to standard error says why
    """

    def __init__(self, answer, reason=None):
        Exception.__init__(self, message(answer, reason))
        self.answer = answer
        self.reason = reason


class Gangway(object):
    """The program on the managed host. Ends the module with an error if the program is missing."""

    def __init__(self, module):
        self.module = module
        self.path = self._find(module.params['executable'])

    def ask(self, words):
        """Calls a command that changes nothing, and returns its JSON. Ends the module with an error if the command fails."""
        try:
            return self.read(words)
        except Unreadable as error:
            self.fail(error.answer, error.reason)

    def read(self, words):
        """Calls a command that changes nothing, and returns its JSON. Raises Unreadable if the command fails."""
        try:
            answer = self.call(words, handle_exceptions=False)
        except Exception as error:
            raise Unreadable(Answer([self.path] + words, None, '', to_text(error)))
        if answer.json is None:
            raise Unreadable(answer)
        wrong = wrong_format(answer)
        if wrong:
            raise Unreadable(answer, wrong)
        if 'error' in answer.json:
            raise Unreadable(answer, text.of_error(answer.json['error']))
        if answer.rc not in (0, PROBLEMS_FOUND, NOTHING_EXISTS):
            raise Unreadable(answer)
        return answer.json

    def call(self, words, stdin=None, handle_exceptions=True):
        """
        Calls the program, and returns its answer.

        stdin -- a text that the program reads from its standard input
        handle_exceptions -- whether the module ends if the program cannot be started; otherwise, an exception is raised
        """
        command = [self.path] + words
        for word in command:
            if '\0' in word:
                self.module.fail_json(msg='{0!r} has a zero byte'.format(word))
        rc, out, err = self.module.run_command(
            [to_bytes(word) for word in command], encoding=None, handle_exceptions=handle_exceptions,
            # the program gets each word as it is
            expand_user_and_vars=False,
            data=None if stdin is None else to_bytes(stdin), binary_data=True,
            # Java prints names of devices and guests in the encoding of the locale
            environ_update=dict(LC_ALL='C.UTF-8', LANG='C.UTF-8', NO_COLOR='1'))
        return Answer(command, rc, out, err)

    def check_format(self, answer):
        """Ends the module with an error if the JSON of the program has another format."""
        wrong = wrong_format(answer)
        if wrong:
            self.fail(answer, wrong)

    def fail(self, answer, reason=None, **values):
        """Ends the module with an error of the program."""
        values.update(cmd=answer.command, rc=answer.rc, changed=answer.rc == NOT_UNDONE)
        self.module.fail_json(
            msg=message(answer, reason),
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
