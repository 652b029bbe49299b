# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""The findings and errors in the JSON of gangway as texts, in the form that gangway prints them without --json."""
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

WORDS = {'blocks': 'blocked', 'warns': 'warning', 'notes': 'note'}


def refuses(finding):
    """Whether a request is refused because of the finding."""
    return finding['severity'] == 'blocks' and not finding['accepted']


def of_findings(findings):
    return '\n'.join(of_finding(one) for one in findings)


def of_finding(finding):
    word = 'accepted' if finding['accepted'] else WORDS.get(finding['severity'], finding['severity'])
    lines = ['{0} {1}: {2}'.format(word, finding['code'], of_error(finding))]
    if refuses(finding) and finding.get('acceptForbiddenBy'):
        lines.append('  the configuration forbids to accept it: {0}'.format(finding['acceptForbiddenBy']))
    elif refuses(finding) and finding['acceptWith'] != 'nothing':
        form = finding['code']
        if finding['acceptWith'] == 'code-and-address':
            form += '={0}'.format(finding.get('function', 'ADDRESS'))
        lines.append("  to proceed anyway: accept: ['{0}']".format(form))
    return '\n'.join(lines)


def of_error(error):
    """The message with its evidence and fix."""
    lines = [error['message']] + ['  {0}'.format(line) for line in error.get('evidence', [])]
    if error.get('remedy'):
        lines.append('  fix: {0}'.format(error['remedy']))
    return '\n'.join(lines)
