import type { PciFunction } from '../api/types';
import { isBridge } from './functions';

/** A function, and the functions behind it: those of its buses, or its virtual functions. */
export interface Node {
  function: PciFunction;
  children: Node[];
  below: Sum;
}

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

/** The functions as a tree: each is below its bridge, a virtual function below its physical function. */
export function treeOf(functions: readonly PciFunction[]): Node[] {
  const nodes = new Map(functions.map((f): [string, Node] => [f.address, { function: f, children: [], below: { functions: 0, free: 0 } }]));
  const roots: Node[] = [];
  for (const node of nodes.values()) (parentOf(node.function, nodes)?.children ?? roots).push(node);
  return summed(reachable(roots, nodes));
}

/** The physical function, or the nearest bridge that the list has. */
function parentOf(f: PciFunction, nodes: ReadonlyMap<string, Node>): Node | undefined {
  const above = [...(f.path ?? []), ...(f.physicalFunction === undefined ? [] : [f.physicalFunction])];
  return above
    .filter((a) => a !== f.address)
    .map((a) => nodes.get(a))
    .findLast((n) => n !== undefined);
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
      if (!isBridge(child.function)) {
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
    let any = passes(node.function);
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
      const expanded = parent ? !closed.has(node.function.address) : undefined;
      rows.push({ node, level, expanded, position: i + 1, siblings: shown.length });
      if (expanded === true) add(node.children, level + 1);
    });
  };
  add(nodes, 1);
  return rows;
}
