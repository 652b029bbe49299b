# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""The report that a command of gangway prints with --json, as docs/json.md of Gangway describes it."""
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

# the outcomes without an error, and whether something was changed, or would be with --dry-run
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
        if answer.json is None or 'outcome' not in answer.json:
            gangway.fail(answer)
        gangway.check_format(answer)
        self.json = answer.json
        self.outcome = answer.json['outcome']

    def listed(self, member):
        return self.json.get(member, [])

    def blocking(self):
        """The findings that refuse the request."""
        return [one for one in self.listed('findings') if one['severity'] == 'blocks' and not one['accepted']]

    def waits_for_earlier_tasks(self):
        """Whether the request is refused only because of what an earlier task of the play may change."""
        blocking = self.blocking()
        earlier = EARLIER_TASKS.get(self.json['command'])
        return self.outcome == 'refused' and bool(blocking) and all(one['code'] == earlier for one in blocking)

    def values(self):
        """What the task returns."""
        return {
            'outcome': self.outcome,
            'functions': self.json.get('request', {}).get('functions', []),
            'findings': self.listed('findings'),
            'steps': self.listed('steps'),
            'remarks': self.listed('remarks'),
            'notes': self.listed('notes'),
            'cmd': self.answer.command,
            'rc': self.answer.rc,
        }

    def end(self, diff=None):
        """
        Ends the module.

        diff -- makes the diff; it is called only if the task does not fail
        """
        module = self.gangway.module
        values = self.values()
        if module.check_mode and self.waits_for_earlier_tasks():
            module.warn('not verifiable in check mode: {0}'.format(texts(self.blocking())))
            values.update(changed=True, outcome='planned')
        elif self.outcome in CHANGED:
            values['changed'] = CHANGED[self.outcome]
        else:
            self.fail(values)
        if values['changed']:
            self.warn()
        values['msg'] = self.message()
        if diff is not None:
            values['diff'] = diff()
        module.exit_json(**values)

    def message(self):
        return '\n'.join(
            '{0}: {1}'.format(one['outcome'].replace('-', ' '), one['message'])
            for one in self.listed('results') if 'message' in one)

    def warn(self):
        """Warns of what the administrator should know of a change."""
        for one in self.listed('findings') + self.listed('remarks'):
            if one['severity'] != 'notes' and not (one['severity'] == 'blocks' and not one['accepted']):
                self.gangway.module.warn(text(one))
        for code in self.listed('unusedAccepts'):
            self.gangway.module.warn('accept: {0} matches no finding'.format(code))
        for note in self.listed('notes'):
            self.gangway.module.warn(note)

    def fail(self, values):
        """Ends the module with the error and the findings."""
        errors = [self.json['error']] if 'error' in self.json else []
        errors += [one['error'] for one in self.listed('results') if 'error' in one]
        reasons = [described(one['message'], one) for one in errors]
        reasons += [text(one) for one in self.listed('findings') if one['severity'] != 'notes']
        self.gangway.fail(self.answer, reason='\n'.join(['{0}'.format(self.outcome)] + reasons), **values)


def texts(findings):
    return '\n'.join(text(one) for one in findings)


def text(finding):
    """A finding as gangway prints it."""
    word = {'blocks': 'blocked', 'warns': 'warning', 'notes': 'note'}.get(finding['severity'], finding['severity'])
    if finding.get('accepted'):
        word = 'accepted'
    lines = ['{0} {1}: {2}'.format(word, finding['code'], described(finding['message'], finding))]
    if word == 'blocked' and finding.get('acceptWith', 'nothing') != 'nothing':
        accept = finding['code']
        if finding['acceptWith'] == 'code-and-address':
            accept += '={0}'.format(finding.get('function', 'ADDRESS'))
        lines.append('  to proceed anyway: accept {0}'.format(accept))
    return '\n'.join(lines)


def described(message, one):
    """A message with its evidence and fix."""
    lines = [message] + ['  {0}'.format(line) for line in one.get('evidence', [])]
    if one.get('remedy'):
        lines.append('  fix: {0}'.format(one['remedy']))
    return '\n'.join(lines)
