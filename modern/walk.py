"""The computational graph opened node by node: value forward, local derivatives, gradient backward.

What `backward()` sums up in silence lies open here: by the chain rule the gradient that arrives at a node, times its
local derivative by an operand, is what it passes on to that operand.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from modern.backpropagation import data_of, sum_to_shape, sweep
from modern.errors import GraphError
from modern.graph import FloatArray, Node
from modern.settings import require_kind
from modern.tensor import Tensor

LARGEST_LOCAL_DERIVATIVE = 4_000_000  # numbers, 32 MB
KEPT_FOR_THE_WAY_BACK = frozenset({"seen", "chosen", "log_p"})  # what operations worked out, and nobody set
SHOWN_NUMBERS = 16  # of a larger array a drawing shows the corners

Names = Mapping[Tensor, str]


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node of a graph as it was when looked at; arrays are copies and read-only."""

    number: int  # its place in the walk, from 0: operands come before what is made of them
    label: str  # the name given, or else that of its operation, "parameter" or "constant"
    operation: str | None  # None for what was given and not computed
    settings: Mapping[str, Any]  # of the operation: targets, what each counts (share), an axis, an exponent
    value: FloatArray
    gradient: FloatArray | None  # derivative of the output by this value, of its shape; None for what is constant
    operands: tuple[int, ...]  # numbers of the nodes that it was made from
    local_derivatives: tuple[FloatArray | None, ...]  # by each operand: value.shape + operand.shape; None by constants


def walk(output: Tensor, names: Names | None = None) -> tuple[NodeView, ...]:
    """Every node that *output* was made from, in forward order, *output* last; *names* label those they hold.

    Gradients are those of the sum of *output*. Raises GraphError where there is nothing to derive, where something
    changed since it was used, or for a node too large to be opened: this is for small nets.
    """
    require_kind("output", output, Tensor)
    require_kind("names", {} if names is None else names, Mapping)
    if not output.requires_grad:
        raise GraphError("walk() must start at a result of tensors with requires_grad, got a constant")
    gradients = sweep(output, np.ones_like(output.data), data_of)
    numbers: dict[Node, int] = {}
    views: list[NodeView] = []
    for node in sorted(gradients, key=lambda node: node.order):
        if node.operation is None:
            continue  # leaves come where they are first used
        operands = []
        for operand in node.operands:
            if not isinstance(operand, Node) or operand not in numbers:
                views.append(_given(len(views), operand, gradients, names or {}))
                if isinstance(operand, Node):
                    numbers[operand] = len(views) - 1
                operands.append(len(views) - 1)
            else:
                operands.append(numbers[operand])
        numbers[node] = len(views)
        views.append(_made(len(views), node, tuple(operands), gradients[node], names or {}))
    return tuple(views) or (_given(0, output, gradients, names or {}),)


def as_data(output: Tensor, names: Names | None = None) -> list[dict[str, Any]]:
    """The `walk` as plain lists, numbers and words, one dictionary per node: what JSON can hold."""
    return [
        {
            "number": view.number,
            "label": view.label,
            "operation": view.operation,
            "settings": _plain(view.settings),
            "shape": list(view.value.shape),
            "value": _plain(view.value),
            "gradient": _plain(view.gradient),
            "operands": list(view.operands),
            "local_derivatives": _plain(view.local_derivatives),
        }
        for view in walk(output, names)
    ]


def as_graphviz(output: Tensor, names: Names | None = None) -> str:
    """The `walk` as a drawing in the DOT language: `dot -Tsvg` makes a picture of it, in UTF-8.

    A box holds label, value and, after ∂, the gradient that arrives; an arrow the local derivative by its operand.
    """
    views = walk(output, names)
    return "\n".join(["digraph {", "  rankdir=LR", "  node [shape=box]", *_boxes(views), *_arrows(views), "}"]) + "\n"


def _given(number: int, operand: Any, gradients: Mapping[Node, FloatArray], names: Names) -> NodeView:
    """A leaf, or a constant that is no node at all."""
    gradient = gradients.get(operand) if isinstance(operand, Node) else None
    label = names.get(operand) if isinstance(operand, Tensor) else None
    value = operand.data if isinstance(operand, Node) else operand
    label = label or ("constant" if gradient is None else "parameter")
    return NodeView(number, label, None, MappingProxyType({}), _copied(value), _copied_or_none(gradient), (), ())


def _made(number: int, node: Any, operands: tuple[int, ...], gradient: FloatArray, names: Names) -> NodeView:
    """A result of an operation."""
    settings = {
        name: _copied(value) if isinstance(value, np.ndarray) else value
        for name, value in node.options.items()
        if name not in KEPT_FOR_THE_WAY_BACK
    }
    return NodeView(
        number,
        names.get(node) or node.operation.name,
        node.operation.name,
        MappingProxyType(settings),
        _copied(node.data),
        _copied(gradient),
        operands,
        tuple(_local_derivatives(node)),
    )


def _local_derivatives(node: Any) -> Iterator[FloatArray | None]:
    """By each operand, the derivative of every entry of *node*, exactly as the sweep back computes it."""
    arrays = [operand.data if isinstance(operand, Node) else operand for operand in node.operands]
    for operand, derivative in zip(node.operands, node.operation.derivatives, strict=True):
        if not (isinstance(operand, Node) and operand.requires_grad):
            yield None
            continue
        shape = node.shape + operand.shape
        if node.size * operand.size > LARGEST_LOCAL_DERIVATIVE:
            raise GraphError(
                f"{node.operation.name}: a local derivative must be of at most {LARGEST_LOCAL_DERIVATIVE:,} numbers "
                f"to be looked at, got {shape}: open a smaller net, or fewer examples"
            )
        jacobian = np.empty(shape, node.dtype)
        for index in np.ndindex(node.shape):
            one = np.zeros_like(node.data)
            one[index] = 1
            row = np.asarray(derivative(one, node.data, *arrays, **node.options))
            jacobian[index] = row if row.shape == operand.shape else sum_to_shape(row, operand.shape)
        yield _copied(jacobian)


def _copied(values: Any) -> FloatArray:
    copy = np.array(values)
    copy.flags.writeable = False
    return copy


def _copied_or_none(values: Any) -> FloatArray | None:
    return None if values is None else _copied(values)


def _plain(thing: Any) -> Any:
    """*thing* in lists, dictionaries, numbers and words."""
    if isinstance(thing, np.ndarray | np.generic):
        return thing.tolist()
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [_plain(value) for value in thing]
    return thing if thing is None or isinstance(thing, bool | int | float | str) else str(thing)


def _boxes(views: tuple[NodeView, ...]) -> Iterator[str]:
    for view in views:
        lines = [view.label]
        if view.operation and view.operation != view.label:
            lines.append(view.operation)
        lines.append(f"= {_numbers(view.value)}")
        if view.gradient is not None:
            lines.append(f"∂ {_numbers(view.gradient)}")
        label = _escaped("\n".join(lines))
        yield f'  n{view.number} [label="{label}"]'


def _arrows(views: tuple[NodeView, ...]) -> Iterator[str]:
    for view in views:
        for operand, derivative in zip(view.operands, view.local_derivatives, strict=True):
            label = "" if derivative is None else f' [label="{_escaped(_numbers(_entry_by_entry(derivative)))}"]'
            yield f"  n{operand} -> n{view.number}{label}"


def _entry_by_entry(jacobian: FloatArray) -> FloatArray:
    """Only the diagonal, where each entry of a result is made from the one entry of the operand in its place."""
    axes = jacobian.ndim // 2
    if jacobian.ndim % 2 or jacobian.shape[:axes] != jacobian.shape[axes:]:
        return jacobian
    square = jacobian.reshape(math.isqrt(jacobian.size), -1)
    diagonal = np.diagonal(square)
    alone = np.count_nonzero(square) == np.count_nonzero(diagonal)
    return diagonal.reshape(jacobian.shape[:axes]) if alone else jacobian


def _numbers(array: FloatArray) -> str:
    if array.size == 1:
        return f"{array.item():.6g}"
    return np.array2string(array, precision=6, threshold=SHOWN_NUMBERS, edgeitems=2, separator=", ", max_line_width=60)


def _escaped(text: str) -> str:
    """*text* for between the quotes of a label in DOT, which reads back what it says."""
    printable = "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)
    return printable.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
