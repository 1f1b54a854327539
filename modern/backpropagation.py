"""Backpropagation: the sweep back through the graph, by the chain rule, from one output to all it was made from."""

from collections.abc import Callable
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any

from modern.errors import GraphError
from modern.graph import Node

data_of = attrgetter("_data")  # the plain array of a node


def itself(node: Node) -> Node:
    """The node as it is."""
    return node


def sweep(output: Node, seed: Any, seen_as: Callable[[Any], Any]) -> dict[Node, Any]:
    """Carry *seed* from *output* back to all it was made from: {node: derivative of the output by that node}.

    Seen as arrays (`data_of`) the nodes give derivatives that are arrays; seen as nodes (`itself`),
    derivatives with a graph of their own. Raises GraphError where a node was changed after it was used.
    """
    arrived = {output: seed}
    # Latest first: all that arrives at a node is then there when the node passes it on.
    waiting = [(-output.order, output)]
    while waiting:
        node = heappop(waiting)[1]
        if node.operation is None:
            continue
        operands = _unchanged_operands(node, seen_as)
        g, y = arrived[node], seen_as(node)
        for operand, derivative in zip(node.operands, node.operation.derivatives, strict=True):
            if not (isinstance(operand, Node) and operand.requires_grad):
                continue
            share = derivative(g, y, *operands, **node.options)
            if share.shape != operand._data.shape:
                share = sum_to_shape(share, operand._data.shape)
            if operand in arrived:
                arrived[operand] = arrived[operand] + share
            else:
                arrived[operand] = share
                if operand.operation is not None:
                    heappush(waiting, (-operand.order, operand))
    return arrived


def _unchanged_operands(node: Node, seen_as: Callable[[Any], Any]) -> list[Any]:
    """The operands of *node* as a derivative wants them; GraphError if they or the node changed since."""
    versions = node.version
    seen = []
    for operand in node.operands:
        if isinstance(operand, Node):
            versions += operand.version
            seen.append(seen_as(operand))
        else:
            seen.append(operand)
    if versions != node.made_at:
        name = node.operation.name if node.operation else "leaf"
        raise GraphError(
            f"{name}: operands must not change between the forward and the backward pass, "
            f"got {versions - node.made_at} change(s): compute the result again first"
        )
    return seen


def sum_to_shape(derivative: Any, shape: tuple[int, ...]) -> Any:
    """Undo broadcasting: sum *derivative* over the axes along which an operand of *shape* was repeated."""
    added = derivative.ndim - len(shape)
    if added == 1 and derivative.shape[1:] == shape:  # a bias, repeated for each example
        return derivative[0] if len(derivative) == 1 else derivative.sum(axis=0)
    stretched = tuple(added + i for i, length in enumerate(shape) if length != derivative.shape[added + i])
    return derivative.sum(axis=(*range(added), *stretched)).reshape(shape)
