"""Notices: what a watch has to say about a training, in plain words and with a cure, for a window to show."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from modern.errors import ModernError


class NoticeKind(StrEnum):
    """What can go wrong while a network learns."""

    NOT_FINITE = "not finite"
    EXPLODING_LOSS = "exploding loss"
    EXPLODING_GRADIENT = "exploding gradient"
    DEAD_UNITS = "dead units"
    SATURATION = "saturation"
    PLATEAU = "plateau"
    NOT_SEPARABLE = "not separable"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that begins to go wrong, or ends: told once each."""

    kind: NoticeKind
    step: int  # training steps seen by then, from 1
    layer: int | None  # its number from 1, as in error messages; None where the network as a whole is meant
    value: float  # the number that gave it away; what it is, the sentence says
    sentence: str
    cure: str  # what may be done about it; nothing once it is over
    ended: bool = False


class TrainingError(ModernError, RuntimeError):
    """A training that goes wrong, for those who asked for an error: its `notice` says what, and the cure."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(f"{notice.sentence} {notice.cure}")
        self.notice = notice

    def __reduce__(self) -> tuple[type["TrainingError"], tuple[Notice]]:
        return type(self), (self.notice,)


_AFTERWARDS = {
    NoticeKind.NOT_FINITE: "the numbers are finite again.",
    NoticeKind.EXPLODING_LOSS: "the loss has come down again.",
    NoticeKind.EXPLODING_GRADIENT: "the gradient has come down again.",
    NoticeKind.DEAD_UNITS: "silent units no longer hold up learning.",
    NoticeKind.SATURATION: "saturated units no longer hold up learning.",
    NoticeKind.PLATEAU: "the plateau is left: the loss falls again, or is low enough.",
}


def over(notice: Notice, step: int) -> Notice:
    """The notice, at *step*, that what *notice* told of has ended."""
    where = "Now" if notice.layer is None else f"Layer {notice.layer}"
    return replace(notice, step=step, sentence=f"{where}: {_AFTERWARDS[notice.kind]}", cure="", ended=True)


def not_finite(step: int, loss: float, layer: int | None) -> Notice:
    """The loss or a slope is NaN or infinite; *layer* is the first that holds such weights or answers."""
    if math.isfinite(loss):
        what = "A slope is no number any more"
    else:
        what = "The loss is no number any more (NaN)" if math.isnan(loss) else "The loss is infinite"
    where = "" if layer is None else f", and from layer {layer} on nothing can be computed"
    return Notice(
        NoticeKind.NOT_FINITE,
        step,
        layer,
        loss,
        f"{what}{where}: the numbers have outgrown what the computer can hold.",
        "Start again with new weights and a rate ten times lower, or clip the gradient.",
    )


def exploding_loss(step: int, loss: float, first: float) -> Notice:
    """The recent *loss* is far above the *first* one."""
    return Notice(
        NoticeKind.EXPLODING_LOSS,
        step,
        None,
        loss,
        f"The loss has grown to {loss:.3g}, {loss / first:.3g} times what it was at first: each step leaps too far.",
        "Lower the learning rate, start again with new weights; scale inputs and targets to about ±1.",
    )


def exploding_gradient(step: int, norm: float, weights_norm: float) -> Notice:
    """The gradient is huge beside the weights."""
    return Notice(
        NoticeKind.EXPLODING_GRADIENT,
        step,
        None,
        norm,
        f"The gradient has length {norm:.3g}, the weights only {weights_norm:.3g}: almost any rate leaps too far.",
        "Scale inputs and targets to about ±1, start from smaller weights, or clip the gradient.",
    )


def dead_units(step: int, layer: int, name: str, dead: int, units: int, silent_steps: int) -> Notice:
    """*dead* of the ReLU *units* of a layer were silent for every example."""
    return Notice(
        NoticeKind.DEAD_UNITS,
        step,
        layer,
        dead / units,
        f"Layer {layer} ({name}): {dead} of {units} ReLU units gave 0 for every example looked at, for "
        f"{silent_steps} steps. No slope passes a silent ReLU, so they learn nothing more.",
        "Start again with He's initial weights and a lower rate, or with leaky ReLU; center the inputs about 0.",
    )


def saturation(step: int, layer: int, name: str, activation: str, saturated: int, units: int) -> Notice:
    """*saturated* of the *units* of a layer sit where their activation is flat, for nearly every example."""
    return Notice(
        NoticeKind.SATURATION,
        step,
        layer,
        saturated / units,
        f"Layer {layer} ({name}): {saturated} of {units} {activation} units sit where their curve is flat, for nearly "
        "every example. Hardly any slope passes them, so the layers up to here learn almost nothing.",
        "A step is flat everywhere: take sigmoid, tanh or ReLU."
        if activation in ("step", "sign")
        else "Start again with smaller weights (Xavier), scale the inputs to about ±1, or take ReLU.",
    )


def plateau(step: int, loss: float, steps: int, alike_layer: int | None, reason: Notice | None) -> Notice:
    """The *loss* has not fallen for some *steps*.

    In *alike_layer*, if any, all units have the same weights; *reason* is another notice that may explain it.
    """
    told = f"The loss has not fallen for {steps} steps and stands at {loss:.3g}."
    cure = (
        "Try another rate: higher if the loss lies still, lower if it jumps. Try more hidden units. Or stop, if the "
        "answers are good enough: the data may allow no better."
    )
    layer = None
    if alike_layer is not None:
        layer = alike_layer
        told += f" All units of layer {layer} have the same weights, so they get the same slopes and stay alike."
        cure = "Start again from random weights (Xavier, He): never all of them 0 or equal."
    elif reason is not None:
        layer, cure = reason.layer, reason.cure
        told += f" Likely because of this: {reason.kind} in layer {layer}."
    return Notice(NoticeKind.PLATEAU, step, layer, loss, told, cure)


def not_separable(step: int, layer: int, wrong_share: float) -> Notice:
    """No straight line separates the two classes, and the network is a single neuron, in *layer*."""
    return Notice(
        NoticeKind.NOT_SEPARABLE,
        step,
        layer,
        wrong_share,
        "One neuron draws one straight line, and none separates these two classes. "
        f"Now {100 * wrong_share:.0f} percent of the examples are wrong; some will be, however long it learns.",
        "Add a hidden layer. Or stop here, if these few mistakes do not matter.",
    )
