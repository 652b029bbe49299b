import type { PciFunction } from '../api/types';
import { busOf, isBridge } from './functions';

/** A row of the tree. `key` is unique and stable. */
export type Node =
  | { what: 'bus'; key: string; bus: string; children: Node[]; below: Sum }
  | { what: 'function'; key: string; function: PciFunction; children: Node[]; below: Sum };

/** Functions below a node that are no bridges, and how many of them pciback or nobody has. */
export interface Sum {
  functions: number;
  free: number;
}

export interface TreeRow {
  node: Node;
  /** From 1 on. */
  level: number;
  expanded: boolean | undefined;
  position: number;
  siblings: number;
}

/**
 * The functions as a tree. If the server tells the bridges above each function (`path`), functions are below their bridges and virtual
 * functions below their physical function; otherwise below their bus.
 */
export function treeOf(functions: PciFunction[]): Node[] {
  return functions.some((f) => f.path !== undefined) ? byBridge(functions) : byBus(functions);
}

function leaf(f: PciFunction): Node {
  return { what: 'function', key: f.address, function: f, children: [], below: { functions: 0, free: 0 } };
}

function byBus(functions: PciFunction[]): Node[] {
  const buses = new Map<string, Node>();
  for (const f of functions) {
    const bus = busOf(f.address);
    let node = buses.get(bus);
    if (node === undefined) {
      node = { what: 'bus', key: `bus ${bus}`, bus, children: [], below: { functions: 0, free: 0 } };
      buses.set(bus, node);
    }
    node.children.push(leaf(f));
  }
  return summed([...buses.values()]);
}

function byBridge(functions: PciFunction[]): Node[] {
  const nodes = new Map(functions.map((f) => [f.address, leaf(f)]));
  const roots: Node[] = [];
  for (const f of functions) {
    const node = nodes.get(f.address);
    if (node === undefined) continue;
    const above = f.physicalFunction ?? f.path?.at(-1);
    const parent = above === undefined || above === f.address ? undefined : nodes.get(above);
    (parent?.children ?? roots).push(node);
  }
  return summed(reachable(roots, nodes));
}

/** Nodes in a circle hang below no root; they become roots, so that nothing is left out. */
function reachable(roots: Node[], nodes: Map<string, Node>): Node[] {
  const seen = new Set<Node>();
  const walk = (node: Node) => {
    seen.add(node);
    node.children = node.children.filter((c) => !seen.has(c));
    node.children.forEach(walk);
  };
  roots.forEach(walk);
  const all = [...roots];
  for (const node of nodes.values()) {
    if (seen.has(node)) continue;
    all.push(node);
    walk(node);
  }
  return all;
}

function summed(nodes: Node[]): Node[] {
  for (const node of nodes) {
    summed(node.children);
    for (const child of node.children) {
      node.below.functions += child.below.functions;
      node.below.free += child.below.free;
      if (child.what === 'function' && !isBridge(child.function)) {
        node.below.functions += 1;
        if (child.function.owner.kind === 'pciback' || child.function.owner.kind === 'none') node.below.free += 1;
      }
    }
  }
  return nodes;
}

/**
 * The visible rows. With a filter, a node is shown if it passes or a node below it passes, and all nodes are open except those that the
 * user closed.
 */
export function rowsOf(nodes: Node[], closed: ReadonlySet<string>, passes: (f: PciFunction) => boolean): TreeRow[] {
  const kept = new Map<Node, boolean>();
  const keep = (node: Node): boolean => {
    let any = node.what === 'function' && passes(node.function);
    for (const child of node.children) any = keep(child) || any;
    kept.set(node, any);
    return any;
  };
  nodes.forEach(keep);
  const rows: TreeRow[] = [];
  const add = (all: Node[], level: number) => {
    const shown = all.filter((n) => kept.get(n) === true);
    shown.forEach((node, i) => {
      const parent = node.children.some((c) => kept.get(c) === true);
      const expanded = parent ? !closed.has(node.key) : undefined;
      rows.push({ node, level, expanded, position: i + 1, siblings: shown.length });
      if (expanded === true) add(node.children, level + 1);
    });
  };
  add(nodes, 1);
  return rows;
}
