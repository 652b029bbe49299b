#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

DOCUMENTATION = r'''
---
module: gangway_apply
short_description: Bring a Xen host into the state that a file of Gangway declares
description:
  - Calls C(gangway apply). The file declares hidden functions and the devices of guests, as docs/apply.md of Gangway describes it.
  - All changes are one operation. If one change is refused or fails, all are undone.
  - A guest in the file gets exactly the listed devices.
  - In check mode, the module does not know what earlier tasks of the play would have changed. The task fails if C(gangway) refuses
    the file on the host as it is now.
version_added: 0.1.0
options:
  src:
    description: The file, as an absolute path on the managed host. A relative path is refused.
    type: path
  content:
    description:
      - The content of the file, as a text or as a mapping.
      - Write each address in quotes. Without quotes, Ansible reads C(09:00.0) as the number 540.
    type: raw
attributes:
  diff_mode:
    description: Shows the owner of each changed function before and after.
    support: full
extends_documentation_fragment:
  - gangway.xen.gangway
  - gangway.xen.gangway.accept
seealso:
  - module: gangway.xen.gangway_hidden
  - module: gangway.xen.gangway_assignment
'''

EXAMPLES = r'''
- name: Hide two functions, and give one of them to a guest
  gangway.xen.gangway_apply:
    content:
      format: 1
      hidden: ['0000:09:00.0', '0000:0a:04.0']
      guests:
        pv1:
          devices: ['0000:09:00.0']
        pv2:
          devices: []

- name: Apply a file of this role
  gangway.xen.gangway_apply:
    content: "{{ lookup('ansible.builtin.file', 'devices.yaml') }}"

- name: Apply a file of the managed host
  gangway.xen.gangway_apply:
    src: /etc/gangway/devices.yaml
'''

RETURN = r'''
outcome:
  description:
    - C(done), C(already-so), or C(planned) in check mode. If the task fails, C(refused), C(invalid), C(failed), C(undone) or
      C(not-undone).
    - C(not-undone) means that the host is neither as before nor as requested. The message says what could not be undone.
  returned: always, if C(gangway) could be called
  type: str
  sample: done
msg:
  description:
    - The state that was reached. In check mode, the planned steps.
    - If the task fails, the reason, the evidence and the fix.
  returned: always
  type: str
  sample: 'done: the host is as the standard input declares'
findings:
  description:
    - The findings of the checks, the worst first. docs/json.md of Gangway describes the members.
    - A finding with the severity C(blocks) that is not accepted refuses the request.
  returned: always, if C(gangway) could be called
  type: list
  elements: dict
  sample:
    - code: DISK-ROOT
      severity: blocks
      acceptWith: code-and-address
      accepted: false
      message: '0000:00:1f.2 carries /, and dom0 cannot run or boot without it'
      evidence: ['/ is on /dev/sda1, on /dev/sda, on 0000:00:1f.2']
      remedy: 'first move it to a disk on another controller'
steps:
  description: The steps of the plan, and what has become of them.
  returned: always, if C(gangway) could be called
  type: list
  elements: dict
remarks:
  description: Findings about the result.
  returned: always, if C(gangway) could be called
  type: list
  elements: dict
notes:
  description: What else the administrator should know, for example of an interrupted operation.
  returned: always, if C(gangway) could be called
  type: list
  elements: str
cmd:
  description: The command line.
  returned: always, if C(gangway) could be called
  type: list
  elements: str
rc:
  description: The exit code of C(gangway).
  returned: if the task fails and C(gangway) could be called
  type: int
  sample: 3
'''

import json
import os

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.text.converters import to_text
from ansible_collections.gangway.xen.plugins.module_utils.gangway import EXECUTABLE, Gangway
from ansible_collections.gangway.xen.plugins.module_utils.host import observed
from ansible_collections.gangway.xen.plugins.module_utils.report import Report
from ansible_collections.gangway.xen.plugins.module_utils.request import ACCEPT, accepting


def main():
    module = AnsibleModule(
        argument_spec=dict(
            EXECUTABLE,
            src=dict(type='path'),
            content=dict(type='raw'),
            **ACCEPT
        ),
        mutually_exclusive=[('src', 'content')],
        required_one_of=[('src', 'content')],
        supports_check_mode=True,
    )
    src, content = module.params['src'], module.params['content']
    if src is not None and not os.path.isabs(src):
        module.fail_json(msg="src: '{0}' is not an absolute path on the managed host".format(src))
    if content is not None and not text(content).strip():
        module.fail_json(msg='content: the text has only blanks, or is empty')
    line = ['apply', '--json'] + accepting(module) + (['--dry-run'] if module.check_mode else [])
    gangway = Gangway(module)
    before = observed(gangway.ask, definitions=True) if module._diff else None
    report = Report(gangway, gangway.call(line + ['--', '-' if src is None else src], stdin=None if content is None else text(content)))
    report.end(None if before is None else lambda: diff(report, before))


def text(content):
    """The text of the option 'content'; JSON is YAML."""
    return json.dumps(content) if isinstance(content, (dict, list)) else to_text(content)


def diff(report, before):
    """All functions that have changed, before and after. Raises Unreadable if gangway fails."""
    if report.outcome == 'done':
        after = observed(report.gangway.read, definitions=True)
    else:
        after = before
        for one in report.listed('changes'):
            after = after.expected(dict(one, kind=one['change'], functions=[one['function']]))
    changed = before.changed(after)
    return {'before': before.of(changed), 'after': after.of(changed)}


if __name__ == '__main__':
    main()
