# -*- coding: utf-8 -*-
# Copyright: the Gangway contributors
# Apache License 2.0 (see https://www.apache.org/licenses/LICENSE-2.0)
"""What a diff shows: the owners of PCI functions, and the guests whose definitions list them."""
from __future__ import (absolute_import, division, print_function)

__metaclass__ = type


class Host(object):
    """
    The functions of a host as a diff shows them: a dictionary for each address.

    Its members are 'owner', 'hidden_now' and 'hidden_after_reboot', and 'defined_for', a list of guests, if it was asked for.
    """

    def __init__(self, functions):
        self.functions = functions

    def of(self, addresses):
        return dict((address, self.functions[address]) for address in addresses if address in self.functions)

    def changed(self, other):
        """The addresses that the other host describes differently."""
        both = set(self.functions) | set(other.functions)
        return set(address for address in both if self.functions.get(address) != other.functions.get(address))

    def expected(self, request):
        """The host after a request was performed, as far as the request says it."""
        functions = dict(self.functions)
        for address in request['functions']:
            if address in functions:
                functions[address] = expected(functions[address], request)
        return Host(functions)


def observed(ask, definitions):
    """
    Asks gangway for the functions of the host.

    ask -- calls a command of gangway, and returns its JSON: Gangway.ask or Gangway.read
    definitions -- whether to ask for the guests whose definitions list the functions, too
    """
    functions = {}
    for one in ask(['devices', '--all', '--json'])['functions']:
        functions[one['address']] = {
            'owner': owner(one['owner']),
            'hidden_now': one['hidden']['now'],
            'hidden_after_reboot': one['hidden']['afterReboot'],
        }
        if definitions:
            functions[one['address']]['defined_for'] = []
    if definitions:
        for guest in ask(['guests', '--json'])['guests']:
            for definition in guest['definitions']:
                for address in definition['functions']:
                    # a definition can list a function that the host does not have
                    function = functions.setdefault(address, {'owner': 'absent', 'defined_for': []})
                    function['defined_for'] = sorted(set(function['defined_for'] + [guest['name']]))
    return Host(functions)


def owner(one):
    """The owner of a function in words."""
    kind = one['kind']
    if kind == 'dom0':
        return 'driver {0}'.format(one['driver'])
    if kind == 'none':
        return 'no driver'
    if kind == 'guest':
        return 'guest {0}'.format(one['guest'])
    if kind == 'arriving':
        return 'guest {0}, which is starting'.format(one['guest'])
    if kind == 'inconsistent':
        return 'inconsistent: {0}'.format('; '.join(one['evidence']))
    return kind


def expected(before, request):
    """A function after a request was performed."""
    after = dict(before)
    kind, guest = request['kind'], request.get('guest')
    if kind in ('hide', 'unhide'):
        hidden = kind == 'hide'
        if request['now'] and before.get('hidden_now') != hidden:
            after['hidden_now'] = hidden
            after['owner'] = 'pciback' if hidden else 'the original driver'
        if request['persistent']:
            after['hidden_after_reboot'] = hidden
    else:
        given = kind == 'attach'
        mine = 'guest {0}'.format(guest)
        if request['now'] and (before['owner'] == mine) != given:
            after['owner'] = mine if given else 'pciback'
        if request['persistent']:
            others = [name for name in before['defined_for'] if name != guest]
            after['defined_for'] = sorted(others + [guest]) if given else others
    return after
