"""The Tensor as an array among arrays, and the rules of its graph."""

import pickle
from copy import deepcopy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import modern
from modern import (
    GraphError,
    Parameters,
    SettingError,
    ShapeError,
    Tensor,
    clip,
    concatenate,
    gradients,
    hessian,
    no_grad,
    sigmoid,
    stack,
)


def test_lists_and_integers_become_float32():
    assert Tensor([1, 2]).dtype == Tensor(np.arange(3)).dtype == Tensor(1.5).dtype == np.float32


def test_float64_arrays_stay_float64():
    assert Tensor(np.zeros(2)).dtype == np.float64
    assert Tensor(np.zeros(2), dtype=np.float32).dtype == np.float32
    assert Tensor([1.0], dtype=np.float64).dtype == np.float64


@pytest.mark.parametrize("expression", [lambda t: 2.5 * t + 1, lambda t: (t**2).mean(), lambda t: 1 / -t])
def test_numbers_leave_float32_as_it_is(expression):
    x = Tensor([1.0, 2.0], requires_grad=True)
    result = expression(x).sum()
    result.backward()
    assert (result.dtype, x.grad.dtype) == (np.float32, np.float32)


@pytest.mark.parametrize("other", [2.0, np.float64(2), np.float32(2), np.array([2.0, 4.0]), [2.0, 4.0]], ids=repr)
def test_numbers_and_arrays_mix_with_tensors_on_either_side(other):
    a, t = np.array([1.0, 5.0]), Tensor(np.array([1.0, 5.0]))
    for mixed, plain in [
        (t + other, a + other),
        (other + t, other + a),
        (t - other, a - other),
        (other - t, other - a),
        (t * other, a * other),
        (other * t, other * a),
        (t / other, a / other),
        (other / t, other / a),
    ]:
        assert isinstance(mixed, Tensor)
        assert_array_equal(mixed.data, plain)


def test_comparisons_give_plain_booleans():
    t = Tensor([1.0, 2.0])
    assert_array_equal(t > 1, [False, True])
    assert_array_equal(t >= Tensor([1.0, 3.0]), [True, False])
    assert_array_equal(t < np.array([2.0, 2.0]), [True, False])
    assert_array_equal(np.zeros(2) <= t, [True, True])
    assert_array_equal(t <= 1, [True, False])


def test_functions_of_arrays_are_arrays_and_of_tensors_tensors():
    assert isinstance(sigmoid(np.zeros(2)), np.ndarray)
    assert isinstance(sigmoid(Tensor([0.0])), Tensor)


def test_tensor_shows_its_values_and_what_made_it():
    x = Tensor([1.0, 2.0], requires_grad=True)
    assert repr(x) == "Tensor([1., 2.])"
    assert repr(x * 2) == "Tensor([2., 4.], made by multiply)"
    assert repr((x * 2).operation) == "Primitive(multiply)"


def test_tensor_knows_its_size_and_axes():
    t = Tensor(np.zeros((2, 3)))
    assert (t.shape, t.ndim, t.size) == ((2, 3), 2, 6)


def test_the_graph_can_be_walked():
    x = Tensor([3.0], requires_grad=True)
    result = x * 2 + 1
    product, one = result.operands
    assert (result.operation.name, product.operation.name, one) == ("add", "multiply", 1)
    assert product.operands[0] is x
    assert x.operation is None


def test_backward_adds_up_until_grad_is_cleared():
    x = Tensor([3.0], requires_grad=True)
    for expected in (6.0, 12.0):
        (x * x).sum().backward()
        assert x.grad == [expected]
    x.grad = None
    (x * x).sum().backward()
    assert x.grad == [6.0]


def test_a_deep_graph_needs_no_recursion():
    x = Tensor(np.array(1.0), requires_grad=True)
    y = x
    for _ in range(5_000):
        y = y + x
    y.backward()
    assert x.grad == 5_001


def test_backward_from_a_leaf_gives_one():
    x = Tensor([3.0], requires_grad=True)
    x.backward()
    assert x.grad == [1.0]


def test_constants_gather_no_gradient():
    constant, x = Tensor([2.0]), Tensor([3.0], requires_grad=True)
    (constant * x).sum().backward()
    assert constant.grad is None


def test_detach_shares_values_but_no_past():
    x = Tensor([3.0], requires_grad=True)
    y = (x * 2).detach()
    assert (y.requires_grad, y.operation, y.operands) == (False, None, ())


def test_no_grad_records_nothing_and_ends():
    x = Tensor([3.0], requires_grad=True)
    with no_grad():
        assert not (x * 2).requires_grad
    assert (x * 2).requires_grad


def test_a_copy_is_a_leaf_with_its_own_values():
    x = Tensor([3.0], requires_grad=True)
    copy = deepcopy(x * 2)
    assert (copy.data, copy.operation, copy.requires_grad) == ([6.0], None, True)


def test_assigning_data_keeps_the_memory():
    x = Tensor([1.0, 2.0])
    memory = x.data
    x.data = [3.0, 4.0]
    assert x.data is memory
    assert_array_equal(memory, [3.0, 4.0])


@pytest.mark.parametrize(
    "derive", [lambda y, x: y.backward(), lambda y, x: gradients(y, [x])], ids=["backward", "gradients"]
)
@pytest.mark.parametrize("which", ["operand", "result"])
def test_what_changed_since_the_forward_pass_is_refused(derive, which):
    x = Tensor([3.0], requires_grad=True)
    product = x * x
    y = (product * product).sum()
    changed = x if which == "operand" else product
    changed.data = [4.0]
    with pytest.raises(GraphError, match="multiply: operands must not change between the forward and the backward"):
        derive(y, x)


def test_subtracting_a_step_in_place_counts_as_a_change():
    x = Tensor([3.0], requires_grad=True)
    y = (x * x).sum()
    y.backward()
    x.data -= 0.5 * x.grad
    with pytest.raises(GraphError, match="must not change"):
        y.backward()


@pytest.mark.parametrize(
    ("refused", "error", "message"),
    [
        (lambda: Tensor([[1.0, 2.0], [3.0]]), ShapeError, "rectangular array of numbers"),
        (lambda: Tensor(["a"]), SettingError, "data must be real numbers, got <U1"),
        (lambda: Tensor([1j]), SettingError, "data must be real numbers, got complex128"),
        (
            lambda: Tensor([1.0], dtype=np.int64),
            SettingError,
            "dtype must be float32 or float64, got 'int64'",
        ),
        (lambda: Tensor([1.0], dtype="real"), SettingError, "dtype must be float32 or float64, got 'real'"),
        (lambda: Tensor([1.0, 2.0]).item(), ShapeError, r"exactly one value, got shape \(2,\)"),
        (lambda: Tensor([]).mean(), ShapeError, r"mean\(\) needs at least one value, got shape \(0,\)"),
        (lambda: Tensor([1.0, 2.0]) + np.zeros(3), ShapeError, r"add: .* got \(2,\) and \(3,\)"),
        (
            lambda: Tensor(np.zeros((2, 3))) @ np.zeros((2, 3)),
            ShapeError,
            r"matmul: .* got \(2, 3\) and \(2, 3\)",
        ),
        (lambda: Tensor([1.0]) @ 2.0, ShapeError, r"matmul: both operands must have axes"),
        (lambda: Tensor([1.0, 2.0]).reshape(3), ShapeError, r"reshape: .* got \(2,\)"),
        (lambda: Tensor([-1.0]) ** Tensor([1.0]), GraphError, "base with a varying exponent must be at least 0"),
        (lambda: Tensor([1.0]).max(axis=1), ShapeError, r"max: .* got \(1,\)"),
        (lambda: Tensor([]).min(), ShapeError, "zero-size array"),
        (lambda: Tensor([[1.0]]).transpose(0, 2), ShapeError, r"transpose: .* got \(1, 1\)"),
        (lambda: Tensor([[1.0]]).swapaxes(0, 2), ShapeError, r"both axes must exist, got 0 and 2 for shape \(1, 1\)"),
        (lambda: concatenate([np.ones(2)]), GraphError, "one of the operands at least must be a Tensor, got 1 that"),
        (lambda: concatenate([]), GraphError, "got 0 that are none"),
        (lambda: concatenate([Tensor([1.0]), np.ones((2, 2))]), ShapeError, r"got \(1,\) and \(2, 2\)"),
        (lambda: stack([Tensor([1.0]), np.ones(2)]), ShapeError, r"got \(1, 1\) and \(1, 2\)"),
        (lambda: clip(Tensor([1.0]), 2, 1), SettingError, "low must be at most high, got 2 and 1"),
        (
            lambda: Tensor([1.0, 2.0], requires_grad=True).backward(),
            GraphError,
            r"one number, got shape \(2,\)",
        ),
        (lambda: Tensor(1.0).backward(), GraphError, "requires_grad, got a constant"),
        (
            lambda: setattr(Tensor([1.0]), "data", [1.0, 2.0]),
            ShapeError,
            r"keep its shape \(1,\), got \(2,\)",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_rule_and_value(refused, error, message):
    with pytest.raises(error, match=message):
        refused()


def test_equal_largest_values_share_the_derivative():
    x = Tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]], requires_grad=True)
    x.max(axis=1).sum().backward()
    assert_allclose(x.grad, [[0, 0.5, 0.5], [1 / 3] * 3], rtol=1e-6)


def test_the_power_of_nothing_is_nothing_and_has_no_slope_by_its_exponent():
    base, exponent = Tensor([0.0, 2.0], requires_grad=True), Tensor([3.0, 2.0], requires_grad=True)
    (base**exponent).sum().backward()
    assert_allclose(base.grad, [0.0, 4.0])
    assert_allclose(exponent.grad, [0.0, 4 * np.log(2)], rtol=1e-6)


def test_numbers_and_arrays_are_raised_to_tensors():
    x = Tensor([0.5, 2.0])
    assert_allclose((4**x).data, [2.0, 16.0])
    assert_allclose((np.array([4.0, 3.0]) ** x).data, [2.0, 9.0])


def test_pieces_join_along_any_axis_as_in_numpy():
    a, b = np.arange(6.0).reshape(2, 3), np.arange(4.0).reshape(2, 2)
    assert_array_equal(concatenate([Tensor(a), b], axis=-1).data, np.concatenate([a, b], axis=-1))
    for axis in (0, 1, 2, -1, -3):
        assert_array_equal(stack([Tensor(a), a + 1], axis).data, np.stack([a, a + 1], axis))


def test_clipping_holds_values_and_stops_the_derivative_outside():
    x = Tensor([-2.0, -1.0, 0.5, 3.0], requires_grad=True)
    clipped = clip(x, -1, 1)
    clipped.sum().backward()
    assert_array_equal(clipped.data, [-1, -1, 0.5, 1])
    assert_array_equal(x.grad, [0, 0.5, 1, 0])


def test_asking_for_derivatives_is_not_hindered_by_no_grad():
    x = Tensor(np.array([1.0, 2.0]), requires_grad=True)
    cubes = (x**3).sum()
    with no_grad():
        assert_array_equal(hessian(cubes, [x]), np.diag([6.0, 12.0]))
        (slopes,) = gradients(cubes, [x])
        (bends,) = gradients(slopes, [x])
    assert_array_equal(bends.data, [6.0, 12.0])


@pytest.mark.parametrize("exponent", [np.array([0.0, 1.0]), [0, 1], Tensor([0.0, 1.0])])
def test_nothing_to_the_power_of_nothing_has_no_slope(exponent):
    x = Tensor([0.0, 0.0], requires_grad=True)
    (x**exponent).sum().backward()
    assert_array_equal(x.grad, [0.0, 1.0])


@pytest.mark.parametrize("show", [lambda x: x.reshape(2), lambda x: x.T, lambda x: x[:], lambda x: x.reshape(2, 1).T])
def test_writing_into_what_only_shows_another_counts_as_a_change_there_too(show):
    x = Tensor([3.0, 4.0], requires_grad=True)
    y = (x * x).sum()
    show(x).data = np.full(show(x).shape, 5.0)
    with pytest.raises(GraphError, match="must not change"):
        y.backward()


@pytest.mark.parametrize("number", [np.float64(2), np.array(2.0), np.int64(2), np.float32(2), True, 2])
@pytest.mark.parametrize("mix", [lambda x, n: x * n, lambda x, n: n - x, lambda x, n: x**n, lambda x, n: x / n])
def test_a_number_of_any_kind_leaves_float32_as_it_is(mix, number):
    x = Tensor([1.0, 2.0], requires_grad=True)
    y = mix(x, number)
    (slope,) = gradients(y.sum(), [x])
    assert y.dtype == slope.dtype == np.float32
    assert_allclose(y.data, mix(np.array([1.0, 2.0]), float(number)), rtol=1e-6)


def test_lists_and_whole_numbers_mix_in():
    x = Tensor([[1.0, 2.0]], requires_grad=True)
    y = (x * [3, 4] + np.array([1, 2])) @ [[1], [1]]
    y.sum().backward()
    assert (y.item(), y.dtype) == (14.0, np.float32)
    assert_array_equal(x.grad, [[3.0, 4.0]])
    assert_array_equal(concatenate([[[7.0, 8.0]], x]).data, [[7, 8], [1, 2]])


def test_a_tensor_is_a_sequence_a_number_or_a_truth_as_an_array_is():
    x = Tensor([[1.0, 2.0], [0.0, 3.0]])
    assert [row.data.tolist() for row in x] == [[1.0, 2.0], [0.0, 3.0]]
    assert (len(x), float(x[0, 1]), bool(x[1, 0]), bool(x[1, 1])) == (2, 2.0, False, True)
    with pytest.raises(TypeError, match="unsized"):
        list(Tensor(3.0))
    with pytest.raises(ShapeError, match="exactly one value"):
        bool(x)


@pytest.mark.parametrize("kind", [">f8", "<f8", np.longdouble])
def test_double_precision_stays_double_however_it_is_stored(kind):
    x = Tensor(np.array([1.1], kind))
    assert (x.dtype, x.item()) == (np.dtype(np.float64), 1.1)


def test_what_is_detached_is_to_be_read_only():
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(GraphError, match="only shows another tensor's"):
        x.detach().data = [3.0, 4.0]
    x.data = [5.0, 6.0]
    assert_array_equal(x.detach().data, [5.0, 6.0])


def test_a_pickled_tensor_is_a_leaf_and_a_pickled_operation_itself():
    x = Tensor([1.0, 2.0], requires_grad=True)
    copy = pickle.loads(pickle.dumps(x * x))
    assert (copy.data.tolist(), copy.operation, copy.requires_grad) == ([1.0, 4.0], None, True)
    assert pickle.loads(pickle.dumps(sigmoid)) is sigmoid
    made_on_the_way = concatenate([x, x]).operation
    with pytest.raises(GraphError, match="only what a module states can be pickled"):
        pickle.dumps(made_on_the_way)


def test_parameters_are_one_memory_again_after_pickling():
    x = Tensor([1.0, 2.0], requires_grad=True)
    parameters, y = pickle.loads(pickle.dumps((Parameters([x]), x)))
    (y * y).sum().backward()
    assert_array_equal(parameters.gradients, [2.0, 4.0])
    parameters.values = [5.0, 6.0]
    assert_array_equal(y.data, [5.0, 6.0])


@pytest.mark.parametrize(
    ("refused", "error", "message"),
    [
        (lambda x: x[5], ShapeError, r"select: .* got \(2,\) \(index 5 is out of bounds"),
        (lambda x: x["a"], ShapeError, "only integers, slices"),
        (lambda x: x.sum(axis="a"), ShapeError, "cannot be interpreted as an integer"),
        (lambda x: x.transpose(0.5), ShapeError, "cannot be interpreted as an integer"),
        (lambda x: x + "a", SettingError, "add must be real numbers, got <U1"),
        (lambda x: x * 1j, SettingError, "multiply must be real numbers, got complex128"),
        (lambda x: x - None, SettingError, "subtract must be real numbers, got object"),
        (lambda x: x @ [[1.0], [2.0, 3.0]], ShapeError, "rectangular array"),
        (lambda x: setattr(x, "data", [1j, 2]), SettingError, "data must be real numbers, got complex128"),
        (lambda x: setattr(x, "data", [None, 2]), SettingError, "data must be real numbers, got object"),
        (lambda x: Tensor([1e300]), SettingError, r"data must be within the range of float32, got 1e\+300"),
        (lambda x: clip(x, None, 1), SettingError, "clip: low must be real numbers, got object"),
        (lambda x: stack([x, x], axis=5), ShapeError, "stack: axis must be from -2 to 1, got 5"),
        (lambda x: stack([x, x], axis=-5), ShapeError, "stack: axis must be from -2 to 1, got -5"),
        (lambda x: concatenate([x, [[1.0]]]), ShapeError, r"got \(2,\) and \(1, 1\)"),
        (lambda x: sigmoid("a"), SettingError, "sigmoid must be real numbers, got <U1"),
    ],
)
def test_operands_that_do_not_fit_are_refused_by_name(refused, error, message):
    with pytest.raises(error, match=message):
        refused(Tensor([1.0, 2.0], requires_grad=True))


def test_forgetting_the_grad_of_a_parameter_leaves_it_where_the_optimizer_looks():
    x = Tensor([1.0, 2.0], requires_grad=True)
    parameters = Parameters([x])
    (x * x).sum().backward()
    x.grad = None
    assert_array_equal(parameters.gradients, [0.0, 0.0])
    (x * x).sum().backward()
    assert_array_equal(parameters.gradients, [2.0, 4.0])
    x.grad = [7, 8]
    assert_array_equal(parameters.gradients, [7.0, 8.0])


def test_parameters_are_gathered_before_they_have_learned_anything():
    x = Tensor([1.0, 2.0], requires_grad=True)
    (x * x).sum().backward()
    with pytest.raises(SettingError, match="parameters must be new, got some with gradients"):
        Parameters([x])


def test_a_grad_is_of_the_shape_and_type_of_its_data():
    x = Tensor([1.0, 2.0])
    x.grad = np.array([1.0, 2.0])
    assert x.grad.dtype == np.float32
    with pytest.raises(ShapeError, match=r"grad must have the shape of data \(2,\), got \(3,\)"):
        x.grad = [1, 2, 3]


def test_one_tensor_alone_is_an_input_too():
    x = Tensor(np.array([[1.0, 2.0]]), requires_grad=True)
    (slopes,) = gradients((x**3).sum(), x)
    assert_array_equal(slopes.data, [[3.0, 12.0]])
    assert_array_equal(hessian((x**3).sum(), x), np.diag([6.0, 12.0]))


@pytest.mark.parametrize("index", [0, (slice(1, 3), 1), (Ellipsis, None, 0), [1, 1], (slice(None), [0, 0, 1])])
def test_an_entry_receives_as_often_as_it_was_selected(index):
    x = Tensor(np.arange(6.0).reshape(3, 2), requires_grad=True)
    x[index].sum().backward()
    expected = np.zeros((3, 2))
    np.add.at(expected, index, 1)
    assert_array_equal(x.grad, expected)


@pytest.mark.parametrize("function", [np.asarray, np.sum, lambda x: np.stack([x, x]), lambda x: np.where(True, x, 0)])
def test_numpys_own_functions_are_refused_with_the_way_out(function):
    with pytest.raises(GraphError, match=r"must be handed values, got a Tensor: use \.data, or the function of that"):
        function(Tensor([1.0, 2.0]))


def test_one_number_is_formatted_as_one():
    assert f"{Tensor(2.5):.2f}" == "2.50"
    assert f"{Tensor([[1.0, 2.0], [3.0, 4.0]])}" == "Tensor([[1., 2.],\n        [3., 4.]])"


def test_an_operation_says_what_it_is():
    assert (modern.exp.__doc__, modern.exp.__name__) == ("e^a; slope e^a", "exp")
