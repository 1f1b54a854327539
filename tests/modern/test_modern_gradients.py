"""Every derivative against central differences in float64, once and twice."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes
from numpy.testing import assert_allclose

import modern
from modern import Dense, GraphError, Tensor, activations, gradients, hessian, losses, operations
from modern.graph import Primitive

LABELS = np.array([1, 0, 2])
TARGETS = np.array([[0.2, 0.9, 0.4], [0.1, 0.3, 0.8], [0.5, 0.7, 0.6]])
SIGNS, WEIGHTS = np.where(TARGETS > 0.5, 1, -1), [0.5, 0.0, 3.0]
CORNERS = ([0, 1, 1], [1, 0, 0])  # one entry is named twice


def dense(activation):
    def layer(x):
        layer = Dense(2, activation)
        layer.place((3,))
        layer.initialize(np.random.default_rng(1), np.float64)
        return layer(x)

    return layer


# name: (expression, shapes of its inputs)
EXPRESSIONS = {
    "add": (lambda a, b: a + b, [(2, 3), (3,)]),
    "add_number": (lambda a: 2 + a + 3, [(2, 3)]),
    "subtract": (lambda a, b: a - b, [(2, 1), (1, 3)]),
    "subtract_from_array": (lambda a: np.ones(3) - a, [(2, 3)]),
    "multiply": (lambda a, b: a * b, [(2, 3), ()]),
    "divide": (lambda a, b: a / b, [(2, 3), (2, 1)]),
    "divide_number": (lambda a: 2.0 / a, [(2, 3)]),
    "negate": (lambda a: -a, [(2, 3)]),
    "exp": (modern.exp, [(2, 3)]),
    "sin": (modern.sin, [(2, 3)]),
    "cos": (modern.cos, [(2, 3)]),
    "log": (lambda a: modern.log(a * a), [(2, 3)]),
    "maximum": (modern.maximum, [(2, 3), (3,)]),
    "minimum": (modern.minimum, [(2, 3), (3,)]),
    "abs": (abs, [(2, 3)]),
    "clip": (lambda a: operations.clip(a, -0.8, 0.9), [(2, 3)]),
    "max": (lambda a: a.max(axis=1), [(2, 3, 2)]),
    "max_of_all": (lambda a: a.max(), [(2, 3)]),
    "min_over_axes": (lambda a: a.min(axis=(0, -1), keepdims=True), [(2, 3, 2)]),
    "concatenate": (lambda a, b: operations.concatenate([a, np.ones((2, 1)), b, a], axis=-1), [(2, 3), (2, 2)]),
    "stack": (lambda a, b: operations.stack([a, b], axis=-1), [(2, 3), (2, 3)]),
    "power_of": (lambda a, b: abs(a) ** b, [(2, 3), (3,)]),
    "power_of_number": (lambda a: 2**a, [(2, 3)]),
    "power": (lambda a: a**3, [(2, 3)]),
    "power_of_fraction": (lambda a: (a * a) ** 0.7, [(2, 3)]),
    "power_negative": (lambda a: a**-2, [(2, 3)]),
    "power_zero": (lambda a: a**0, [(2, 3)]),
    "matmul": (lambda a, b: a @ b, [(2, 3), (3, 4)]),
    "matmul_one_row": (lambda a, b: a @ b, [(1, 3), (3, 4)]),
    "matmul_of_stacks": (lambda a, b: a @ b, [(2, 1, 2, 3), (3, 3, 2)]),
    "matmul_vector_matrix": (lambda a, b: a @ b, [(3,), (3, 4)]),
    "matmul_matrix_vector": (lambda a, b: a @ b, [(2, 3), (3,)]),
    "matmul_vectors": (lambda a, b: a @ b, [(3,), (3,)]),
    "matmul_array_first": (lambda a: np.arange(6.0).reshape(2, 3) @ a, [(3, 2)]),
    "sum": (lambda a: a.sum(), [(2, 3)]),
    "sum_over_an_axis": (lambda a: a.sum(axis=-1), [(2, 3, 2)]),
    "sum_over_axes": (lambda a: a.sum(axis=(0, 2), keepdims=True), [(2, 3, 2)]),
    "mean": (lambda a: a.mean(), [(2, 3)]),
    "mean_over_an_axis": (lambda a: a.mean(axis=0), [(2, 3)]),
    "stretch": (lambda a: operations.stretch(a, shape=(2, 3)), [(3,)]),
    "reshape": (lambda a: a.reshape(3, 2), [(2, 3)]),
    "transpose": (lambda a: a.transpose(1, -1, 0), [(2, 3, 4)]),
    "transposed": (lambda a: a.T, [(2, 3)]),
    "swapaxes": (lambda a: a.swapaxes(0, -1), [(2, 3, 4)]),
    "select": (lambda a: a[:, 1], [(2, 3)]),
    "select_twice": (lambda a: a[CORNERS], [(2, 3)]),
    "place": (lambda a: operations.place(a, index=CORNERS, shape=(2, 3)), [(3,)]),
    "sigmoid": (modern.sigmoid, [(2, 3)]),
    "tanh": (modern.tanh, [(2, 3)]),
    "relu": (modern.relu, [(2, 3)]),
    "soft_relu": (modern.soft_relu, [(2, 3)]),
    "leaky_relu": (partial(modern.leaky_relu, epsilon=0.1), [(2, 3)]),
    "linear": (modern.linear, [(2, 3)]),
    "step": (modern.step, [(2, 3)]),
    "sign": (modern.sign, [(2, 3)]),
    "elu": (partial(modern.elu, alpha=0.7), [(2, 3)]),
    "selu": (modern.selu, [(2, 3)]),
    "normal_share": (activations.normal_share, [(2, 3)]),
    "gelu": (modern.gelu, [(2, 3)]),
    "gelu_tanh": (modern.gelu_tanh, [(2, 3)]),
    "silu": (modern.silu, [(2, 3)]),
    "hard_sigmoid": (lambda a: modern.hard_sigmoid(a * 2), [(2, 3)]),
    "softmax": (modern.softmax, [(2, 3)]),
    "log_softmax": (modern.log_softmax, [(2, 3)]),
    "softmax_of_temperature": (partial(modern.softmax, temperature=0.6), [(2, 3)]),
    "log_softmax_of_temperature": (partial(modern.log_softmax, temperature=2.5), [(2, 3)]),
    "cross_entropy": (lambda a: modern.cross_entropy(a, LABELS), [(3, 3)]),
    "mean_squared_error": (lambda a: modern.mean_squared_error(a, TARGETS), [(3, 3)]),
    "half_squared_sum": (lambda a: modern.half_squared_sum(a, TARGETS), [(3, 3)]),
    "binary_cross_entropy": (lambda a: modern.binary_cross_entropy(a, TARGETS), [(3, 3)]),
    "hinge": (lambda a: modern.hinge(a, SIGNS), [(3, 3)]),
    "perceptron_criterion": (lambda a: modern.perceptron_criterion(a, SIGNS), [(3, 3)]),
    "weighted_cross_entropy": (lambda a: modern.cross_entropy(a, LABELS, WEIGHTS), [(3, 3)]),
    "weighted_mean_squared_error": (lambda a: modern.mean_squared_error(a, TARGETS, WEIGHTS), [(3, 3)]),
    "weighted_half_squared_sum": (lambda a: modern.half_squared_sum(a, TARGETS, WEIGHTS), [(3, 3)]),
    "weighted_binary_cross_entropy": (lambda a: modern.binary_cross_entropy(a, TARGETS, WEIGHTS), [(3, 3)]),
    "weighted_hinge": (lambda a: modern.hinge(a, SIGNS, WEIGHTS), [(3, 3)]),
    "dense_tanh": (dense("tanh"), [(4, 3)]),
    "dense_relu": (dense("relu"), [(4, 3)]),
    "one_input_used_twice": (lambda a, b: (a * b + a).sum(axis=0) * a, [(2, 3), (3,)]),
}
each_expression = pytest.mark.parametrize(("expression", "shapes"), EXPRESSIONS.values(), ids=EXPRESSIONS)


def draw(rng, shapes):
    """Numbers of both signs that stay clear of 0, where some expressions have a kink or a pole."""
    signs = [np.where(rng.random(shape) < 0.5, -1, 1) for shape in shapes]
    return [np.asarray(sign * rng.uniform(0.3, 1.7, sign.shape)) for sign in signs]


def tensors_of(arrays):
    return [Tensor(array, requires_grad=True) for array in arrays]


def weighted(output):
    """One number in which every entry of *output* counts differently."""
    return (output * np.cos(np.arange(output.size)).reshape(output.shape)).sum()


@each_expression
def test_gradient_matches_finite_differences(expression, shapes, rng, slopes_by_differences):
    arrays = draw(rng, shapes)
    tensors = tensors_of(arrays)
    weighted(expression(*tensors)).backward()
    expected = slopes_by_differences(lambda *xs: weighted(expression(*map(Tensor, xs))).item(), arrays)
    for tensor, slope in zip(tensors, expected, strict=True):
        assert_allclose(tensor.grad, slope, rtol=1e-6, atol=1e-9)


@each_expression
def test_second_derivative_matches_finite_differences_of_the_first(expression, shapes, rng, slopes_by_differences):
    def slope_along_a_direction(tensors):
        slopes = gradients(weighted(expression(*tensors)), tensors)
        return sum((weighted(slope) for slope in slopes), Tensor(0.0))

    arrays = draw(rng, shapes)
    tensors = tensors_of(arrays)
    second = gradients(slope_along_a_direction(tensors), tensors)
    expected = slopes_by_differences(lambda *xs: slope_along_a_direction(tensors_of(xs)).item(), arrays)
    for slope, numeric in zip(second, expected, strict=True):
        assert_allclose(slope.data, numeric, rtol=1e-6, atol=1e-8)


def test_every_primitive_stands_in_the_table():
    primitives = {
        value.name
        for module in (operations, activations, losses)
        for value in vars(module).values()
        if isinstance(value, Primitive)
    }
    assert primitives <= set(EXPRESSIONS)


@pytest.mark.parametrize("name", modern.ACTIVATIONS)
def test_every_activation_stands_in_the_table(name):
    assert name in EXPRESSIONS


@settings(deadline=None, max_examples=60)
@given(
    shapes=mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3),
    name=st.sampled_from(["add", "subtract", "multiply", "divide", "maximum"]),
)
def test_broadcast_operands_gather_what_their_copies_receive(shapes, name):
    rng = np.random.default_rng(7)
    expression = EXPRESSIONS[name][0]
    arrays = draw(rng, shapes.input_shapes)
    narrow = tensors_of(arrays)
    wide = tensors_of([np.broadcast_to(array, shapes.result_shape) for array in arrays])
    weighted(expression(*narrow)).backward()
    weighted(expression(*wide)).backward()
    for tensor, copies in zip(narrow, wide, strict=True):
        assert tensor.grad.shape == tensor.shape
        expected = np.zeros(tensor.shape)
        flat = np.broadcast_to(np.arange(tensor.size).reshape(tensor.shape), shapes.result_shape)
        np.add.at(expected.reshape(-1), flat.ravel(), copies.grad.ravel())
        assert_allclose(tensor.grad, expected, rtol=1e-12)


def test_a_tie_between_two_is_shared_by_halves():
    a, b = Tensor([1.0], requires_grad=True), Tensor([1.0], requires_grad=True)
    modern.maximum(a, b).sum().backward()
    assert (a.grad, b.grad) == (0.5, 0.5)


def test_third_derivative_of_a_cube_is_six():
    x = Tensor(np.array(0.0), requires_grad=True)
    slope = x**3
    for _ in range(3):
        (slope,) = gradients(slope, [x])
    assert slope.item() == 6.0


def test_gradients_leave_grad_alone_and_are_zero_by_what_was_not_used():
    used, unused = Tensor([2.0], requires_grad=True), Tensor([3.0], requires_grad=True)
    slopes = gradients(used * used, [used, unused])
    assert [slope.item() for slope in slopes] == [4.0, 0.0]
    assert used.grad is None


def test_hessian_of_rosenbrocks_valley_is_the_one_worked_by_hand():
    x, y = Tensor(np.array(-1.2), requires_grad=True), Tensor(np.array(1.0), requires_grad=True)
    valley = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    assert_allclose(hessian(valley, [x, y]), [[1330.0, 480.0], [480.0, 200.0]], rtol=1e-12)


def test_hessian_of_a_network_is_symmetric_and_matches_differences_of_gradients(rng, slopes_by_differences):
    network = modern.Network.dense([2, 3, 2], activation="tanh", rng=rng, dtype=np.float64)
    x, labels = rng.normal(size=(5, 2)), np.array([0, 1, 1, 0, 1])
    exact = hessian(modern.cross_entropy(network(x), labels), list(network.parameters))

    def slope_of(position):
        def slope(values):
            network.parameters.values = values
            network.parameters.zero_gradients()
            modern.cross_entropy(network(x), labels).backward()
            return network.parameters.gradients[position]

        return slope

    start = network.parameters.values.copy()
    rows = [slopes_by_differences(slope_of(position), [start])[0] for position in range(len(start))]
    assert_allclose(exact, exact.T, atol=1e-15)
    assert_allclose(exact, rows, rtol=1e-6, atol=1e-9)


def test_hessian_is_of_one_number():
    with pytest.raises(GraphError, match=r"of one number, got shape \(2,\)"):
        hessian(Tensor([1.0, 2.0], requires_grad=True) * 2, [])


def test_gradients_by_a_constant_are_refused():
    with pytest.raises(GraphError, match=r"inputs\[0\] must have requires_grad=True"):
        gradients(Tensor([1.0], requires_grad=True) * 2, [Tensor([1.0])])
