#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

DOCUMENTATION = r'''
---
module: gangway_assignment
short_description: Attach hidden PCI functions to a guest of Xen, or detach them
description:
  - Calls C(gangway attach) or C(gangway detach). Functions must be hidden before they can be attached.
  - In check mode, the module cannot see what earlier tasks of the play would have changed. If the only reason to refuse C(attached)
    is that a function is not hidden, the module returns C(changed) and a warning.
version_added: 0.1.0
options:
  guest:
    description: The name of the guest, of xl or of libvirt.
    type: str
    required: true
  state:
    description: Whether the guest has the functions.
    type: str
    choices: [attached, detached]
    default: attached
  reach:
    description:
      - C(now) changes the running guest, C(config) changes its definition.
      - C(both) changes the definition and, if the guest runs, the running guest.
    type: str
    choices: [now, config, both]
    default: both
  force:
    description:
      - Whether a guest that does not answer loses the functions, like C(gangway detach --force). The guest can lose data.
      - Only with I(state=detached).
    type: bool
    default: false
extends_documentation_fragment:
  - gangway.xen.gangway
  - gangway.xen.gangway.accept
  - gangway.xen.gangway.request
seealso:
  - module: gangway.xen.gangway_hidden
'''

EXAMPLES = r'''
- name: Attach a hidden network card to a guest, now and in its definition
  gangway.xen.gangway_assignment:
    guest: pv1
    functions: '0000:09:00.0'

- name: Detach the network card from the running guest; the definition keeps it
  gangway.xen.gangway_assignment:
    guest: pv1
    functions: '0000:09:00.0'
    state: detached
    reach: now
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
  sample: 'done: 0000:09:00.0 attached to guest pv1 now and in its definition'
functions:
  description: The addresses of the functions.
  returned: always, if the functions exist
  type: list
  elements: str
  sample: ['0000:09:00.0']
findings:
  description:
    - The findings of the checks, the worst first. docs/json.md of Gangway describes the members.
    - A finding with the severity C(blocks) that is not accepted refuses the request.
  returned: always, if C(gangway) could be called
  type: list
  elements: dict
  sample:
    - code: NOT-HIDDEN
      severity: blocks
      acceptWith: nothing
      accepted: false
      message: '0000:09:00.0 is not hidden: dom0 has it, so no guest can get it'
      evidence: ['sysfs (driver link): e1000e']
      remedy: 'hide it first: gangway hide 0000:09:00.0; or hide and attach it in one operation: gangway assign pv1 0000:09:00.0'
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

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.gangway.xen.plugins.module_utils.gangway import EXECUTABLE
from ansible_collections.gangway.xen.plugins.module_utils.request import REQUEST, perform


def main():
    module = AnsibleModule(
        argument_spec=dict(
            EXECUTABLE,
            guest=dict(type='str', required=True),
            state=dict(type='str', choices=['attached', 'detached'], default='attached'),
            reach=dict(type='str', choices=['now', 'config', 'both'], default='both'),
            force=dict(type='bool', default=False),
            **REQUEST
        ),
        supports_check_mode=True,
    )
    attached = module.params['state'] == 'attached'
    reach = module.params['reach']
    options = [] if reach == 'both' else ['--' + reach]
    if module.params['force']:
        if attached:
            module.fail_json(msg='force: only with state: detached')
        options.append('--force')
    if not module.params['guest']:
        module.fail_json(msg='guest: the name is empty')
    perform(module, 'attach' if attached else 'detach', options, guest=module.params['guest'])


if __name__ == '__main__':
    main()
