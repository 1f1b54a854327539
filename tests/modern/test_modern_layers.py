"""What all layers promise: declared first, placed second, given their parameters last; Dense, Reshape, Flatten."""

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import modern
from modern import (
    AveragePool,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPool,
    Network,
    Reshape,
    SettingError,
    ShapeError,
    Tensor,
    he_uniform,
    tanh,
    xavier_uniform,
)
from modern.layers import Layer, LayerSummary


def in_place(layer, input_shape, dtype=np.float64):
    """*layer*, ready to be used by itself."""
    layer.place(input_shape)
    layer.initialize(np.random.default_rng(1), dtype)
    return layer


# every kind of layer, with a shape that it takes
KINDS = {
    "Dense": (lambda: Dense(3, "tanh"), (4,)),
    "Dense without bias": (lambda: Dense(3, with_bias=False), (4,)),
    "Conv2D": (lambda: Conv2D(3, 2, stride=2, padding=1, activation="tanh"), (2, 5, 4)),
    "Conv2D without bias": (lambda: Conv2D(3, 2, with_bias=False), (2, 5, 4)),
    "MaxPool": (lambda: MaxPool(2), (2, 5, 4)),
    "AveragePool": (lambda: AveragePool(3, stride=1), (2, 5, 4)),
    "Flatten": (Flatten, (2, 5, 4)),
    "Reshape": (lambda: Reshape((1, 4, 10)), (2, 5, 4)),
    "Dropout": (lambda: Dropout(0.25, np.random.default_rng(2)), (2, 5, 4)),
    "BatchNorm of vectors": (BatchNorm, (4,)),
    "BatchNorm of images": (BatchNorm, (2, 5, 4)),
}
every_kind = pytest.mark.parametrize(("declare", "shape"), KINDS.values(), ids=KINDS)


@every_kind
def test_a_layer_gives_the_shape_and_type_it_promised(declare, shape, rng):
    for dtype in (np.float32, np.float64):
        layer = declare()
        promised = layer.place(shape)
        layer.initialize(rng, dtype)
        x = Tensor(rng.random((3, *shape)), dtype=dtype)
        for y in (layer(x), layer.while_training(x)):
            assert y.shape == (3, *promised)
            assert y.dtype == dtype
        assert layer.output_shape == promised


@every_kind
def test_a_layer_holds_the_parameters_it_described(declare, shape):
    summary = declare().describe(shape)
    layer = in_place(declare(), shape)
    assert [x.shape for x in layer.parameters] == list(summary.parameter_shapes.values())
    assert sum(x.size for x in layer.parameters) == summary.parameter_count == layer.parameter_count
    assert (layer.name, layer.input_shape, layer.output_shape, layer.multiply_adds) == (
        summary.name,
        summary.input_shape,
        summary.output_shape,
        summary.multiply_adds,
    )
    assert layer.parameter_shapes == summary.parameter_shapes


@every_kind
@pytest.mark.parametrize("way", ["__call__", "while_training"])
def test_first_and_second_derivatives_of_a_layer_are_those_of_finite_differences(
    declare, shape, way, rng, slopes_by_differences
):
    layer = in_place(declare(), shape)
    if isinstance(layer, Dropout):
        way = "__call__"  # each call draws another mask; its own test holds the other way
    for tensor in layer.parameters:
        tensor.data = tensor.data + rng.normal(0, 0.3, tensor.shape)
    x = rng.normal(0, 1, (2, *shape))
    towards = rng.normal(0, 1, (2, *layer.output_shape))
    directions = [rng.normal(0, 1, array.shape) for array in (x, *(p.data for p in layer.parameters))]

    def slopes_at(*arrays):
        inputs = [Tensor(arrays[0], requires_grad=True), *layer.parameters]
        for tensor, array in zip(layer.parameters, arrays[1:], strict=True):
            tensor.data = array
        y = (getattr(layer, way)(inputs[0]) * towards).sum()
        return inputs, y, modern.gradients(y, inputs)

    def value(*arrays):
        return slopes_at(*arrays)[1].item()

    def slope_along(*arrays):
        return sum(float((g.data * d).sum()) for g, d in zip(slopes_at(*arrays)[2], directions, strict=True))

    arrays = [x, *(p.data.copy() for p in layer.parameters)]
    inputs, _, first = slopes_at(*arrays)
    for found, expected in zip(first, slopes_by_differences(value, arrays), strict=True):
        assert_allclose(found.data, expected, rtol=1e-6, atol=1e-7)
    inputs, _, first = slopes_at(*arrays)
    along = sum((g * d).sum() for g, d in zip(first, directions, strict=True))
    second = modern.gradients(along, inputs) if along.requires_grad else [Tensor(0 * array) for array in arrays]
    for found, expected in zip(second, slopes_by_differences(slope_along, arrays), strict=True):
        assert_allclose(found.data, expected, rtol=1e-5, atol=1e-6)


@every_kind
def test_a_layer_refuses_examples_of_another_shape_by_name(declare, shape):
    layer = in_place(declare(), shape)
    for x in (np.zeros(shape), np.zeros((3, 7)), np.zeros((3, *shape, 1)), np.float64(0)):
        for answer in (layer, layer.while_training):
            with pytest.raises(ShapeError, match=rf"^{layer.name.replace('(', '.').replace(')', '.')}: must be given"):
                answer(Tensor(x))


@every_kind
def test_a_layer_shows_its_name_and_in_place_its_shapes(declare, shape):
    summary = declare().describe(shape)
    shown = repr(in_place(declare(), shape))
    assert shown.startswith(f"<{summary.name} from {shape} to {summary.output_shape}")
    assert repr(declare()).startswith(f"<{type(declare()).__name__}")


@every_kind
def test_a_layer_without_a_place_says_so(declare, shape):
    layer = declare()
    for ask in (lambda: layer.output_shape, lambda: layer(Tensor(np.zeros((1, *shape)))), lambda: layer.multiply_adds):
        with pytest.raises(SettingError, match="must be placed first"):
            ask()
    with pytest.raises(SettingError, match="must be placed first"):
        layer.initialize(np.random.default_rng(1))


@every_kind
def test_a_layer_can_be_placed_anew_until_it_has_its_parameters(declare, shape, rng):
    layer = declare()
    layer.place(shape)
    layer.place(shape)
    assert not layer.initialized
    layer.initialize(rng)
    with pytest.raises(SettingError, match=r"must belong to one network, got a second place"):
        layer.place(shape)


@every_kind
def test_initializing_again_draws_into_the_same_memory(declare, shape):
    layer = in_place(declare(), shape)
    memory = [tensor.data for tensor in layer.parameters]
    first = [array.copy() for array in memory]
    for tensor in layer.parameters:
        tensor.data = tensor.data + 1
    layer.initialize(np.random.default_rng(1))
    for tensor, before, drawn in zip(layer.parameters, memory, first, strict=True):
        assert tensor.data is before
        assert_array_equal(tensor.data, drawn)


@pytest.mark.parametrize("lengths", [(), (0,), (3, -1), (2.0,), "4", 4, None])
def test_a_shape_is_a_tuple_of_whole_numbers(lengths):
    for ask in (lambda: Flatten().place(lengths), lambda: Reshape(lengths)):
        with pytest.raises(SettingError, match=r"(input_shape|Reshape\.shape).* must be .* got"):
            ask()


@pytest.mark.parametrize("dice", [None, 1, np.random])
def test_dice_are_a_generator(dice):
    layer = Dense(2)
    layer.place((2,))
    with pytest.raises(SettingError, match="rng must be a numpy Generator"):
        layer.initialize(dice)


@pytest.mark.parametrize("dtype", [np.int64, np.float16, np.complex128])
def test_layers_compute_in_float32_or_float64_only(dtype, rng):
    layer = Dense(2)
    layer.place((2,))
    with pytest.raises(SettingError, match="dtype must be float32 or float64"):
        layer.initialize(rng, dtype)


@pytest.mark.parametrize(
    ("draw", "error", "rule"),
    [
        (lambda rng, shape: np.zeros(3), ShapeError, r"Dense 4-3: initial weight must have shape \(4, 3\), got \(3,\)"),
        (lambda rng, shape: np.full(shape, np.nan), SettingError, "Dense 4-3: initial weight must be finite, got nan"),
        (
            lambda rng, shape: np.full(shape, 1e300),
            SettingError,
            "Dense 4-3: initial weight: data must be within the range",
        ),
        (lambda rng, shape: np.full(shape, "a"), SettingError, "must be real numbers"),
    ],
    ids=["shape", "nan", "beyond float32", "text"],
)
def test_what_an_initializer_draws_is_checked(draw, error, rule):
    with pytest.raises(error, match=rule):
        in_place(Dense(3, weights=draw), (4,), np.float32)


def test_dense_is_g_of_x_w_plus_b(rng):
    layer = in_place(Dense(3, "tanh"), (4,))
    layer.bias.data = [1.0, 2.0, 3.0]
    x = rng.random((5, 4))
    assert_array_equal(layer(Tensor(x)).data, np.tanh(x @ layer.weight.data + layer.bias.data))


def test_dense_without_bias_is_g_of_x_w(rng):
    layer = in_place(Dense(3, "tanh", with_bias=False), (4,))
    x = rng.random((5, 4))
    assert_array_equal(layer(Tensor(x)).data, np.tanh(x @ layer.weight.data))
    with pytest.raises(SettingError, match=r"Dense 4-3: bias must be there to be asked for, got a layer without one"):
        _ = layer.bias


def test_a_weight_asked_for_too_early_says_so():
    with pytest.raises(SettingError, match=r"Dense 3: weight must be there .* got a layer that is not in a network"):
        _ = Dense(3).weight


def test_dense_takes_any_function_of_tensors_as_activation():
    layer = in_place(Dense(1, lambda z: z * z), (1,))
    layer.weight.data = [[3.0]]
    assert layer(Tensor([[2.0]])).item() == 36.0


def test_weights_of_ones_own_are_told_how_to_get_there():
    with pytest.raises(
        SettingError, match=r"(?s)got array.*assigned once the network is built, layer\.weight\.data = "
    ):
        Dense(3, weights=np.ones((2, 3)))
    with pytest.raises(SettingError, match=r"layer\.bias\.data = "):
        Dense(3, biases=[1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    "activation",
    [
        lambda z: np.tanh(z.data),
        lambda z: Tensor(np.tanh(z.data)),
        lambda z: z.detach(),
        lambda z: z.sum(),
        lambda z: None,
    ],
    ids=["array", "constant", "detached", "another shape", "nothing"],
)
def test_an_activation_that_cuts_the_graph_is_refused(activation):
    for layer, shape in ((Dense(3, activation), (4,)), (modern.Conv2D(3, 2, activation=activation), (1, 4, 4))):
        with modern.no_grad(), pytest.raises(SettingError, match="activation must compute a Tensor of the same shape"):
            in_place(layer, shape)


def test_numpys_own_functions_are_no_activations():
    with pytest.raises(SettingError, match=r"Dense 3: activation must take Tensors, as modern\.tanh does, got numpy's"):
        Dense(3, np.tanh)


@pytest.mark.parametrize("setting", ["activation", "weights", "biases"])
def test_what_a_layer_computes_with_are_functions(setting):
    with pytest.raises(SettingError, match=rf"Dense 3: {setting} must be a function.*, got 7"):
        Dense(3, **{setting: 7})


@pytest.mark.parametrize("outputs", [0, -1, 2.5, True, "3", None])
def test_dense_has_a_whole_number_of_outputs(outputs):
    with pytest.raises(SettingError, match=r"Dense\.outputs must be"):
        Dense(outputs)


def test_dense_takes_vectors_only():
    with pytest.raises(ShapeError, match=r"Dense 3: must be given vectors, \(inputs,\), got \(1, 20, 20\): .*Flatten"):
        Dense(3).place((1, 20, 20))


@pytest.mark.parametrize(
    ("activation", "initializer"),
    [
        ("relu", he_uniform),
        ("leaky_relu", he_uniform),
        ("gelu", he_uniform),
        ("selu", xavier_uniform),
        ("tanh", xavier_uniform),
        ("linear", xavier_uniform),
        (tanh, xavier_uniform),
    ],
)
def test_weights_start_as_suits_the_activation_and_biases_at_zero(activation, initializer):
    layer = in_place(Dense(3, activation), (4,))
    assert_array_equal(layer.weight.data, initializer(np.random.default_rng(1), (4, 3)))
    assert_array_equal(layer.bias.data, np.zeros(3))


def cubed(z):
    return z * z * z


@pytest.mark.parametrize(
    ("activation", "name"),
    [("relu", "relu"), (modern.leaky_relu, "leaky_relu"), (cubed, "cubed"), (partial(cubed), "custom")],
)
def test_a_summary_names_the_activation(activation, name):
    assert Dense(3, activation).describe((4,)).activation == name


def test_reshape_keeps_the_order_of_the_numbers(rng):
    x = rng.random((2, 12))
    image = in_place(Reshape((1, 3, 4)), (12,))(Tensor(x))
    assert_array_equal(image.data, x.reshape(2, 1, 3, 4))
    assert_array_equal(in_place(Flatten(), (1, 3, 4))(image).data, x)


def test_reshape_neither_drops_nor_adds_numbers():
    with pytest.raises(ShapeError, match=r"Reshape \(3, 3\): must be given 9 values in any shape, got 400 of \(400,\)"):
        Reshape((3, 3)).place((400,))


def test_an_empty_batch_is_answered_by_an_empty_one():
    for shape in ((4,), (1, 2, 2)):
        layers = [Flatten(), BatchNorm(), Dense(3)]
        network = Network(layers, input_shape=shape, rng=np.random.default_rng(1))
        assert network(np.zeros((0, *shape))).shape == (0, 3)


def test_a_layer_of_ones_own_needs_a_description_and_a_call_only(rng):
    class Doubled(Layer):
        def describe(self, input_shape):
            return LayerSummary("Doubled", input_shape, input_shape, 0)

        def __call__(self, x):
            return 2 * x

    network = Network([Dense(2), Doubled("Doubled")], input_shape=(2,), rng=rng)
    x = rng.random((3, 2), dtype=np.float32)
    assert_array_equal(network(x).data, 2 * network.layers[0](Tensor(x)).data)
