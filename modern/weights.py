"""The weights of a network as plain named arrays, to be stored and taken up again: all that it has learned."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.layers import Layer
from modern.network import Network
from modern.settings import require_kind
from modern.tensor import require_finite

FORMAT_VERSION = 1
AnyArray = npt.NDArray[Any]


def weights_of(network: Network) -> dict[str, AnyArray]:
    """Copies of all parameters and running values of *network*: "layer_1_weight", "layer_1_bias" and so on.

    Beside them stand a "format_version" and, in "layer_1" and so on, the layer in words: its name, the shapes that
    come in and go out, its settings, the name of its activation. A function of your own is "custom" or what it calls
    itself: two of one name cannot be told apart.
    """
    require_kind("network", network, Network)
    return {**_described(network), **{key: array.copy() for key, array in _held(network)}}


def restore_weights(network: Network, arrays: Mapping[str, Any]) -> None:
    """Give *network* the weights that `weights_of` took from one like it.

    Raises SettingError or ShapeError, naming what does not fit, and leaves the network as it was: another format or
    other layers, an array that is missing or unknown, of another shape or type, not finite, or impossible.
    """
    require_kind("network", network, Network)
    if not isinstance(arrays, Mapping):
        raise SettingError(f"weights must be arrays by name, got {arrays!r}")
    described, held = _described(network), list(_held(network))
    _require_same("format_version", arrays, described)
    _require_keys([*described, *(key for key, _ in held)], arrays)
    for key in described:
        _require_same(key, arrays, described)
    new = {key: _fitting(key, _read(key, arrays), array) for key, array in held}
    for prefix, layer in _numbered(network):
        rule = layer.broken_rule({name: new[f"{prefix}_{name}"] for name in layer.state})
        if rule:
            raise SettingError(f"{prefix}_{rule}")
    for key, array in held:
        array[...] = new[key]
    network.parameters.mark_changed()


def _numbered(network: Network) -> Iterator[tuple[str, Layer]]:
    """Each layer with what the names of its arrays begin with."""
    for number, layer in enumerate(network.layers, start=1):
        yield f"layer_{number}", layer


def _held(network: Network) -> Iterator[tuple[str, FloatArray]]:
    """Every array in which *network* keeps what it has learned, by name."""
    for prefix, layer in _numbered(network):
        for name, tensor in zip(layer.parameter_shapes, layer.parameters, strict=True):
            yield f"{prefix}_{name}", tensor.data
        for name, array in layer.state.items():
            yield f"{prefix}_{name}", array


def _described(network: Network) -> dict[str, AnyArray]:
    """What the arrays of *network* belong to."""
    words = {prefix: np.array(layer.in_words) for prefix, layer in _numbered(network)}
    return {"format_version": np.array(FORMAT_VERSION), **words}


def _require_keys(wanted: list[str], arrays: Mapping[str, Any]) -> None:
    for key in wanted:
        if key not in arrays:
            raise SettingError(f"weights must hold {key!r}, got none")
    for key in arrays:
        if key not in wanted:
            raise SettingError(f"weights must hold nothing but those of the network's layers, got {key!r}")


def _require_same(key: str, arrays: Mapping[str, Any], described: Mapping[str, AnyArray]) -> None:
    """The number or the words under *key* must be those of the network."""
    wanted = described[key].item()
    found = _read(key, arrays) if key in arrays else np.array(None)
    if found.ndim or found.dtype.hasobject or found.item() != wanted:
        raise SettingError(f"{key} must be {wanted!r}, got {found.tolist()!r}")


def _fitting(key: str, new: AnyArray, held: FloatArray) -> AnyArray:
    """*new*, which must be such that it can take the place of the array *held*."""
    if new.shape != held.shape:
        raise ShapeError(f"{key} must have shape {held.shape}, got {new.shape}")
    if new.dtype.name != held.dtype.name:
        raise SettingError(f"{key} must be {held.dtype.name}, as its network, got {new.dtype.name}")
    require_finite(key, new)
    return new


def _read(key: str, arrays: Mapping[str, Any]) -> AnyArray:
    """What is under *key*; an npz file reads it only now, and whatever its bytes are may go wrong in many ways."""
    try:
        return np.asarray(arrays[key])
    except Exception as error:
        raise SettingError(f"{key} must be an array, got one that cannot be read: {error}") from error
