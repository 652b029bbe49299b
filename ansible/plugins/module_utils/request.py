# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""What the modules for hide, unhide, attach and detach have in common."""
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

import re

from ansible.module_utils.common.text.converters import to_text
from ansible.module_utils.six import string_types
from ansible_collections.gangway.xen.plugins.module_utils.gangway import Gangway
from ansible_collections.gangway.xen.plugins.module_utils.host import observed
from ansible_collections.gangway.xen.plugins.module_utils.report import Report

ACCEPT = dict(accept=dict(type='list', elements='str', default=[]))

# raw: a number must not become a text before the module has seen that it is a number
REQUEST = dict(ACCEPT, functions=dict(type='list', elements='raw', required=True))

# 09:00.0 without quotes becomes 540.0: YAML 1.1 reads it as minutes and seconds
NUMBER = re.compile(r'-?[0-9.]*\Z')


def perform(module, command, options, guest=None):
    """
    Performs hide, unhide, attach or detach, and ends the module.

    options -- of the command line, without --accept, --json and --dry-run
    guest -- of attach and detach
    """
    line = [command, '--json'] + options + accepting(module)
    if module.check_mode:
        line.append('--dry-run')
    line += ['--'] + ([] if guest is None else [guest]) + addresses(module)

    gangway = Gangway(module)
    definitions = guest is not None
    before = observed(gangway.ask, definitions) if module._diff else None
    report = Report(gangway, gangway.call(line))
    report.end(None if before is None else lambda: diff(report, before, definitions))


def diff(report, before, definitions):
    """The functions of the request, and all others that have changed, before and after. Raises Unreadable if gangway fails."""
    request = report.json['request']
    shown = set(request['functions'])
    if report.outcome == 'already-so':
        after = before
    elif report.gangway.module.check_mode:
        after = before.expected(request)
    else:
        after = observed(report.gangway.read, definitions)
        shown |= before.changed(after)
    return {'before': before.of(shown), 'after': after.of(shown)}


def accepting(module):
    """The words of the command line for the option 'accept'."""
    return ['--accept=' + code for code in module.params['accept']]


def addresses(module):
    """The option 'functions'; ends the module if something in it cannot be an address."""
    functions = module.params['functions']
    wrong = []
    for one in functions:
        if not isinstance(one, string_types) or NUMBER.match(one):
            wrong.append("functions: {0!r} is not an address. Write addresses in quotes ('0000:09:00.0'): without quotes, YAML reads"
                         ' 09:00.0 as a number'.format(one))
    if not functions:
        wrong.append('functions: the list is empty')
    if wrong:
        module.fail_json(msg='\n'.join(wrong))
    return [to_text(one) for one in functions]
