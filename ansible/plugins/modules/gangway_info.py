#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type

DOCUMENTATION = r'''
---
module: gangway_info
short_description: Read PCI functions, guests and issues of a Xen host
description:
  - Returns what C(gangway devices), C(gangway guests) and C(gangway doctor) print with C(--json).
  - Changes nothing.
version_added: 0.1.0
options:
  gather:
    description: What to read. Each word is one call of C(gangway).
    type: list
    elements: str
    choices: [devices, guests, doctor]
    default: [devices, guests, doctor]
  chipset:
    description: Whether C(devices) includes bridges and other parts of the chipset.
    type: bool
    default: false
attributes:
  check_mode:
    description: The module changes nothing, and does the same in check mode.
    support: full
  diff_mode:
    description: The module changes nothing.
    support: none
extends_documentation_fragment:
  - gangway.xen.gangway
'''

EXAMPLES = r'''
- name: Read the network functions
  gangway.xen.gangway_info:
    gather: devices
  register: host

- name: Show each network function and its owner
  ansible.builtin.debug:
    msg: "{{ item.address }}: {{ item.owner }}"
  loop: "{{ host.devices | selectattr('kind', 'equalto', 'network') }}"
  loop_control:
    label: "{{ item.address }}"

- name: Stop if the host has problems
  gangway.xen.gangway_info:
    gather: doctor
  register: host
  failed_when: not host.doctor.healthy
'''

RETURN = r'''
devices:
  description: The PCI functions. docs/json.md of Gangway describes the members.
  returned: if I(gather) contains C(devices)
  type: list
  elements: dict
  sample:
    - address: '0000:09:00.0'
      class: '020000'
      driver: e1000e
      hidden: {afterReboot: false, now: false}
      id: '8086:10d3'
      kind: network
      owner: {driver: e1000e, kind: dom0}
guests:
  description: The guests of xl and libvirt, running or defined.
  returned: if I(gather) contains C(guests)
  type: list
  elements: dict
  sample:
    - name: pv1
      state: running
      toolstack: xl
doctor:
  description: The issues that C(gangway doctor) finds. C(healthy) is true if no issue is a warning.
  returned: if I(gather) contains C(doctor)
  type: dict
  sample:
    healthy: true
    issues: []
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.gangway.xen.plugins.module_utils.gangway import EXECUTABLE, Gangway


def main():
    words = ['devices', 'guests', 'doctor']
    module = AnsibleModule(
        argument_spec=dict(
            EXECUTABLE,
            gather=dict(type='list', elements='str', choices=words, default=words),
            chipset=dict(type='bool', default=False),
        ),
        supports_check_mode=True,
    )
    gangway = Gangway(module)
    gather = module.params['gather']
    result = {}
    if 'devices' in gather:
        everything = ['--all'] if module.params['chipset'] else []
        result['devices'] = gangway.ask(['devices', '--json'] + everything).get('functions', [])
    if 'guests' in gather:
        result['guests'] = gangway.ask(['guests', '--json']).get('guests', [])
    if 'doctor' in gather:
        answer = gangway.ask(['doctor', '--json'])
        result['doctor'] = {'healthy': answer['healthy'], 'issues': answer['issues']}
    module.exit_json(changed=False, **result)


if __name__ == '__main__':
    main()
