import { compareRows, lastRowAtMost } from './row.js';
import { takeRows } from './row-slab.js';

/** The most rows of a leaf, and of a branch: small enough to copy for an edit, large enough to cost little beside their rows. */
const LEAF_ROWS = 128;
const BRANCH_ROWS = 64;
/** How full building makes a node, in eighths: most edits then need no split. */
const FILL = 6;

/** A node of a persistent B+ tree of rows, ordered. Never changed. */
export interface RowNode {
  /** A leaf's rows; in a branch the first row of each child, whose id means nothing. Never empty. */
  readonly rows: Uint32Array;
  /** Undefined in a leaf. */
  readonly children: readonly RowNode[] | undefined;
}

function capacity(node: RowNode): number {
  return node.children === undefined ? LEAF_ROWS : BRANCH_ROWS;
}

/** The node over children that follow each other. */
function makeBranch(stride: number, children: readonly RowNode[]): RowNode {
  const rows = new Uint32Array(stride * children.length);
  for (const [index, child] of children.entries()) {
    rows.set(child.rows.subarray(0, stride), stride * index);
  }
  return { rows, children };
}

/** Builds a tree of ordered rows; the leaves are views of them. Undefined when there are none. */
export function buildRowNode(stride: number, rows: Uint32Array): RowNode | undefined {
  let nodes: RowNode[] = [];
  const leafWords = (stride * LEAF_ROWS * FILL) / 8;
  for (let at = 0; at < rows.length; at += leafWords) {
    nodes.push({ rows: rows.subarray(at, at + leafWords), children: undefined });
  }
  const branchRows = (BRANCH_ROWS * FILL) / 8;
  while (nodes.length > 1) {
    const branches: RowNode[] = [];
    for (let at = 0; at < nodes.length; at += branchRows) {
      branches.push(makeBranch(stride, nodes.slice(at, at + branchRows)));
    }
    nodes = branches;
  }
  return nodes[0];
}

/** The rows with `removed` of them, from an index on, replaced by others. */
function spliceRows(
  stride: number,
  rows: Uint32Array,
  index: number,
  removed: number,
  added: Uint32Array,
): Uint32Array {
  const result = takeRows(rows.length - stride * removed + added.length);
  result.set(rows.subarray(0, stride * index));
  result.set(added, stride * index);
  result.set(rows.subarray(stride * (index + removed)), stride * index + added.length);
  return result;
}

/** The rows with one in the place of another. */
function replaceRow(
  stride: number,
  rows: Uint32Array,
  index: number,
  row: Uint32Array,
): Uint32Array {
  const result = takeRows(rows.length);
  result.set(rows);
  for (let word = 0; word < stride; word++) result[stride * index + word] = row[word] ?? 0;
  return result;
}

/** The rows with one more before an index. A view for each part would take longer than to move some words twice. */
function insertRow(
  stride: number,
  rows: Uint32Array,
  index: number,
  row: Uint32Array,
): Uint32Array {
  const result = takeRows(rows.length + stride);
  result.set(rows);
  result.copyWithin(stride * (index + 1), stride * index, rows.length);
  for (let word = 0; word < stride; word++) result[stride * index + word] = row[word] ?? 0;
  return result;
}

/** The branch with one child in the place of another. */
function replaceChild(stride: number, node: RowNode, index: number, child: RowNode): RowNode {
  const children = (node.children ?? []).slice();
  children[index] = child;
  const isSameFirst = compareRows(stride, node.rows, stride * index, child.rows, 0) === 0;
  return {
    rows: isSameFirst ? node.rows : replaceRow(stride, node.rows, index, child.rows),
    children,
  };
}

/** The node over other children in the place of `removed` ones. */
function spliceChildren(
  stride: number,
  node: RowNode,
  index: number,
  removed: number,
  added: readonly RowNode[],
): RowNode {
  const children = (node.children ?? []).toSpliced(index, removed, ...added);
  const firsts = new Uint32Array(stride * added.length);
  for (const [place, child] of added.entries()) {
    firsts.set(child.rows.subarray(0, stride), stride * place);
  }
  return { rows: spliceRows(stride, node.rows, index, removed, firsts), children };
}

/** What putting a row makes of a node. */
interface Put {
  /** The node itself when it has just this row. */
  readonly left: RowNode;
  /** What did not fit. */
  readonly right: RowNode | undefined;
  /** Whether the prefix was not there. */
  readonly isNew: boolean;
}

function split(stride: number, node: RowNode, isNew: boolean): Put {
  const count = node.rows.length / stride;
  if (count <= capacity(node)) return { left: node, right: undefined, isNew };
  const middle = count >>> 1;
  const { rows, children } = node;
  return {
    left: { rows: rows.slice(0, stride * middle), children: children?.slice(0, middle) },
    right: { rows: rows.slice(stride * middle), children: children?.slice(middle) },
    isNew,
  };
}

function putRow(stride: number, node: RowNode, row: Uint32Array): Put {
  const last = lastRowAtMost(stride, node.rows, row);
  if (node.children !== undefined) {
    const index = Math.max(last, 0);
    const child = node.children[index];
    if (child === undefined) throw new RangeError(`row tree: no child ${index}`);
    const { left, right, isNew } = putRow(stride, child, row);
    if (right !== undefined) {
      return split(stride, spliceChildren(stride, node, index, 1, [left, right]), isNew);
    }
    const same = left === child;
    return { left: same ? node : replaceChild(stride, node, index, left), right, isNew };
  }
  const isThere = last >= 0 && compareRows(stride, node.rows, stride * last, row, 0) === 0;
  if (!isThere) {
    const rows = insertRow(stride, node.rows, last + 1, row);
    return split(stride, { rows, children: undefined }, true);
  }
  const idAt = stride - 1;
  const same = node.rows[stride * last + idAt] === row[idAt];
  const left = same
    ? node
    : { rows: replaceRow(stride, node.rows, last, row), children: undefined };
  return { left, right: undefined, isNew: false };
}

/** The tree with a row, which takes the place of that of the same prefix; itself when it has just this row. */
export function withRow(
  stride: number,
  root: RowNode | undefined,
  row: Uint32Array,
): { readonly root: RowNode; readonly isNew: boolean } {
  if (root === undefined) return { root: { rows: row, children: undefined }, isNew: true };
  const { left, right, isNew } = putRow(stride, root, row);
  return { root: right === undefined ? left : makeBranch(stride, [left, right]), isNew };
}

/** The tree without the row of a prefix; itself when it is not there, undefined when it was the only one. */
export function withoutRow(stride: number, root: RowNode, row: Uint32Array): RowNode | undefined {
  let node = dropRow(stride, root, row);
  if (node === root) return root;
  while (node?.children?.length === 1) [node] = node.children;
  return node;
}

function dropRow(stride: number, node: RowNode, row: Uint32Array): RowNode | undefined {
  const index = lastRowAtMost(stride, node.rows, row);
  if (index < 0) return node;
  if (node.children === undefined) {
    if (compareRows(stride, node.rows, stride * index, row, 0) !== 0) return node;
    const rows = spliceRows(stride, node.rows, index, 1, new Uint32Array(0));
    return rows.length === 0 ? undefined : { rows, children: undefined };
  }
  const child = node.children[index];
  if (child === undefined) throw new RangeError(`row tree: no child ${index}`);
  const left = dropRow(stride, child, row);
  if (left === child) return node;
  if (left === undefined) {
    return node.children.length === 1 ? undefined : spliceChildren(stride, node, index, 1, []);
  }
  const neighbour = node.children[index + 1];
  if (neighbour !== undefined && fitsTogether(stride, left, neighbour)) {
    return spliceChildren(stride, node, index, 2, [join(left, neighbour)]);
  }
  return replaceChild(stride, node, index, left);
}

/** Whether two neighbours are so small that one node holds them and has room left. */
function fitsTogether(stride: number, a: RowNode, b: RowNode): boolean {
  return (a.rows.length + b.rows.length) / stride <= (capacity(a) * FILL) / 8;
}

function join(a: RowNode, b: RowNode): RowNode {
  const rows = new Uint32Array(a.rows.length + b.rows.length);
  rows.set(a.rows);
  rows.set(b.rows, a.rows.length);
  if (a.children === undefined || b.children === undefined) return { rows, children: undefined };
  return { rows, children: [...a.children, ...b.children] };
}
