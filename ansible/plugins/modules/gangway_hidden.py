#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

DOCUMENTATION = r'''
---
module: gangway_hidden
short_description: Hide PCI functions from dom0, or return them to their drivers
description:
  - Calls C(gangway hide) or C(gangway unhide). A hidden function is bound to pciback, and can be attached to a guest.
  - Gangway refuses to hide what dom0 needs, such as the controller of the root disk. The task then fails with the findings.
version_added: 0.1.0
options:
  state:
    description: Whether pciback holds the functions (C(hidden)), or their original drivers (C(not_hidden)).
    type: str
    choices: [hidden, not_hidden]
    default: hidden
  reach:
    description:
      - C(now) changes the running host, C(boot) changes the settings for the next boot, C(both) changes both.
      - C(boot) and C(both) can rebuild the initramfs, which takes a minute on some hosts.
    type: str
    choices: [now, boot, both]
    default: both
extends_documentation_fragment:
  - gangway.xen.gangway
  - gangway.xen.gangway.accept
  - gangway.xen.gangway.request
seealso:
  - module: gangway.xen.gangway_assignment
'''

EXAMPLES = r'''
- name: Hide a network card, now and after every reboot
  gangway.xen.gangway_hidden:
    functions: '0000:09:00.0'

- name: Hide both functions of a card until the next reboot, although dom0 has an address on one of them
  gangway.xen.gangway_hidden:
    functions: ['0a:04.0', '0a:04.1']
    reach: now
    accept: [NETWORK-ADDRESS]

- name: Return the network card to its driver
  gangway.xen.gangway_hidden:
    functions: '0000:09:00.0'
    state: not_hidden
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
  sample: 'done: 0000:09:00.0 hidden now and after reboot'
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

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.gangway.xen.plugins.module_utils.gangway import EXECUTABLE
from ansible_collections.gangway.xen.plugins.module_utils.request import REQUEST, perform


def main():
    module = AnsibleModule(
        argument_spec=dict(
            EXECUTABLE,
            state=dict(type='str', choices=['hidden', 'not_hidden'], default='hidden'),
            reach=dict(type='str', choices=['now', 'boot', 'both'], default='both'),
            **REQUEST
        ),
        supports_check_mode=True,
    )
    command = 'hide' if module.params['state'] == 'hidden' else 'unhide'
    reach = module.params['reach']
    perform(module, command, options=[] if reach == 'both' else ['--' + reach])


if __name__ == '__main__':
    main()
