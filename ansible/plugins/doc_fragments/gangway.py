# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type


class ModuleDocFragment(object):
    """Documentation that several modules share."""

    # every module
    DOCUMENTATION = r'''
options:
  executable:
    description:
      - The program C(gangway) on the managed host, as an absolute path.
      - Without this option, the module looks for C(gangway) in the C(PATH) of the managed host, then in C(/usr/local/bin)
        and in C(/opt/gangway/bin).
    type: path
requirements:
  - Gangway on the managed host, with C(--json) for commands that change something
  - Python 3.6 or newer on the managed host
notes:
  - The module only calls C(gangway). All checks are those of Gangway.
  - Gangway needs root. Use I(become) if the connection is not one of root.
author:
  - the Gangway contributors (@gangway)
'''

    # modules that change the host
    ACCEPT = r'''
options:
  accept:
    description:
      - The findings to accept, each as C(CODE) or as C(CODE=ADDRESS), like the option C(--accept) of C(gangway).
      - Each finding prints the form that it needs. C(gangway explain CODE) explains the risk.
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    description: Calls C(gangway) with C(--dry-run), which runs all checks, makes the plan, and changes nothing.
    support: full
'''

    # modules with a request about functions
    REQUEST = r'''
options:
  functions:
    description:
      - The PCI functions, by address (C(0000:09:00.0), C(09:00.0)) or by C(vendor:device) if only one function has these ids.
      - C('@storage') names a group of C(/etc/gangway/gangway.conf) on the managed host. YAML needs the quotes.
      - Write each address in quotes. Without quotes, YAML reads C(09:00.0) as the number 540. The module refuses such a number.
    type: list
    elements: raw
    required: true
attributes:
  diff_mode:
    description: Shows the owner of each function before and after.
    support: full
'''
