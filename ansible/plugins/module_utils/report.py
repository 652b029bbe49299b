# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""The report that a command of gangway prints with --json, as docs/json.md of Gangway describes it."""
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

from ansible_collections.gangway.xen.plugins.module_utils import text
from ansible_collections.gangway.xen.plugins.module_utils.gangway import Unreadable

# the outcomes without an error, and whether something was changed, or would be without --dry-run
CHANGED = {'done': True, 'already-so': False, 'planned': True}

# In check mode, earlier tasks of the play have changed nothing. These findings say what must be done first, and such a task may
# do it.
EARLIER_TASKS = {
    'attach': 'NOT-HIDDEN',
    'unhide': 'GUEST-HAS-IT',
}


class Report(object):
    """
    How a command ended.

    gangway -- the program that printed the report
    answer -- what it printed
    """

    def __init__(self, gangway, answer):
        self.gangway = gangway
        self.answer = answer
        if answer.json is None:
            gangway.fail(answer)
        gangway.check_format(answer)
        self.json = answer.json
        self.outcome = answer.json['outcome']

    def listed(self, member):
        return self.json.get(member, [])

    def blocking(self):
        """The findings that refuse the request."""
        return [one for one in self.listed('findings') if text.refuses(one)]

    def waits_for_earlier_tasks(self):
        """Whether the request is refused only because of what an earlier task of the play may change."""
        blocking = self.blocking()
        earlier = EARLIER_TASKS.get(self.json['command'])
        return self.outcome == 'refused' and bool(blocking) and all(one['code'] == earlier for one in blocking)

    def values(self):
        """What the task returns."""
        values = {
            'outcome': self.outcome,
            'findings': self.listed('findings'),
            'steps': self.listed('steps'),
            'remarks': self.listed('remarks'),
            'notes': self.listed('notes'),
            'cmd': self.answer.command,
        }
        if 'request' in self.json:
            values['functions'] = self.json['request']['functions']
        return values

    def end(self, diff=None):
        """
        Ends the module.

        diff -- makes the diff, and raises Unreadable if it cannot read the host; it is called only if the task does not fail
        """
        module = self.gangway.module
        values = self.values()
        if module.check_mode and self.waits_for_earlier_tasks():
            module.warn(
                'not verifiable in check mode, because it depends on an earlier task of the play: {0}'
                .format(text.of_findings(self.blocking())))
            values.update(changed=True, outcome='planned', msg='planned: an earlier task of the play must be done first')
        elif self.outcome in CHANGED:
            values.update(changed=CHANGED[self.outcome], msg=self.message())
        else:
            self.fail(values)
        if values['changed']:
            self.warn_of_findings()
        for note in self.listed('notes'):
            module.warn(note)
        if diff is not None:
            try:
                values['diff'] = diff()
            except Unreadable as error:
                # what the command has done stays done
                module.warn('no diff: the command has ended as reported, but then the host could not be read: {0}'.format(error))
        module.exit_json(**values)

    def message(self):
        """The state that was reached; in check mode, the planned steps."""
        if self.outcome == 'planned':
            return '\n'.join('planned: {0}'.format(one['step']) for one in self.listed('steps'))
        return '\n'.join(
            '{0}: {1}'.format(one['outcome'].replace('-', ' '), one['message'])
            for one in self.listed('results') if 'message' in one)

    def warn_of_findings(self):
        """Warns of what the administrator should know of a change."""
        for one in self.listed('findings') + self.listed('remarks'):
            if one['severity'] != 'notes' and not text.refuses(one):
                self.gangway.module.warn(text.of_finding(one))
        for code in self.listed('unusedAccepts'):
            self.gangway.module.warn('accept: no finding has the code {0}'.format(code))

    def fail(self, values):
        """Ends the module with the errors and the findings."""
        errors = [one['error'] for one in [self.json] + self.listed('results') if 'error' in one]
        reasons = [text.of_error(one) for one in errors]
        reasons += [text.of_finding(one) for one in self.listed('findings') if one['severity'] != 'notes']
        self.gangway.fail(self.answer, '\n'.join(reasons), **values)
