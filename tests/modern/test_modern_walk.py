"""The graph opened node by node: every number of the lecture's example (row 21) is found in it, and drawn."""

import json
import math
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import modern
from modern import GraphError, Tensor, as_data, as_graphviz, half_squared_sum, sigmoid, walk

QUOTED = r'"(?:[^"\\]|\\.)*"'
STATEMENT = re.compile(
    rf"  (?:rankdir=LR|node \[shape=box\]|n\d+ \[label={QUOTED}\]|n\d+ -> n\d+(?: \[label={QUOTED}\])?)"
)


def given(value):
    return Tensor(np.array(value), requires_grad=True)


def lectures_loss():
    """The 2-2-2 network with every weight a node of its own, and the names that the lecture gives."""
    w = dict(enumerate(map(given, (0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55)), start=1))
    i1, i2, b1, b2 = Tensor(np.array(0.05)), Tensor(np.array(0.10)), given(0.35), given(0.60)
    in_h1, in_h2 = i1 * w[1] + i2 * w[2] + b1, i1 * w[3] + i2 * w[4] + b1
    out_h1, out_h2 = sigmoid(in_h1), sigmoid(in_h2)
    in_o1, in_o2 = out_h1 * w[5] + out_h2 * w[6] + b2, out_h1 * w[7] + out_h2 * w[8] + b2
    out_o1, out_o2 = sigmoid(in_o1), sigmoid(in_o2)
    loss_o1, loss_o2 = half_squared_sum(out_o1, 0.01), half_squared_sum(out_o2, 0.99)
    loss = loss_o1 + loss_o2
    names = {f"w{number}": tensor for number, tensor in w.items()}
    names |= {"i1": i1, "i2": i2, "b1": b1, "b2": b2, "in_h1": in_h1, "in_h2": in_h2, "out_h1": out_h1}
    names |= {"out_h2": out_h2, "in_o1": in_o1, "in_o2": in_o2, "out_o1": out_o1, "out_o2": out_o2}
    names |= {"L_o1": loss_o1, "L_o2": loss_o2, "L": loss}
    return loss, {tensor: name for name, tensor in names.items()}


def numbers_by_hand():
    """{name: (value, gradient)} of the same network, by the formulas on the board and nothing of ours."""

    def s(x):
        return 1 / (1 + math.exp(-x))

    h1, h2 = s(0.3775), s(0.3925)
    z1, z2 = 0.4 * h1 + 0.45 * h2 + 0.6, 0.5 * h1 + 0.55 * h2 + 0.6
    o1, o2 = s(z1), s(z2)
    d1, d2 = o1 - 0.01, o2 - 0.99  # by the outputs
    e1, e2 = d1 * o1 * (1 - o1), d2 * o2 * (1 - o2)  # by their sums
    f1, f2 = 0.4 * e1 + 0.5 * e2, 0.45 * e1 + 0.55 * e2  # by the hidden outputs
    g1, g2 = f1 * h1 * (1 - h1), f2 * h2 * (1 - h2)  # by their sums
    return {
        **{"w1": (0.15, g1 * 0.05), "w2": (0.20, g1 * 0.1), "w3": (0.25, g2 * 0.05), "w4": (0.30, g2 * 0.1)},
        **{"w5": (0.40, e1 * h1), "w6": (0.45, e1 * h2), "w7": (0.50, e2 * h1), "w8": (0.55, e2 * h2)},
        **{"b1": (0.35, g1 + g2), "b2": (0.60, e1 + e2), "i1": (0.05, None), "i2": (0.10, None)},
        **{"in_h1": (0.3775, g1), "in_h2": (0.3925, g2), "out_h1": (h1, f1), "out_h2": (h2, f2)},
        **{"in_o1": (z1, e1), "in_o2": (z2, e2), "out_o1": (o1, d1), "out_o2": (o2, d2)},
        **{"L_o1": (d1 * d1 / 2, 1), "L_o2": (d2 * d2 / 2, 1), "L": ((d1 * d1 + d2 * d2) / 2, 1)},
    }


BY_HAND = numbers_by_hand()


@pytest.fixture
def views():
    loss, names = lectures_loss()
    return {view.label: view for view in walk(loss, names)}


@pytest.mark.parametrize("name", BY_HAND)
def test_each_value_and_gradient_of_the_lecture_is_found_under_its_name(name, views):
    value, gradient = BY_HAND[name]
    assert_allclose(views[name].value, value, rtol=1e-14)
    if gradient is None:
        assert views[name].gradient is None
    else:
        assert_allclose(views[name].gradient, gradient, rtol=1e-13)


@pytest.mark.parametrize(
    ("name", "value", "gradient"),
    [
        ("in_h1", 0.3775, None),
        ("out_h1", 0.593269992, None),
        ("in_o1", 1.105905967, None),
        ("out_o1", 0.751365070, 0.741365070),
        ("out_o2", 0.772928465, None),
        ("L_o1", 0.274811083, 1),
        ("L_o2", 0.023560026, 1),
        ("L", 0.298371109, 1),
        ("w5", 0.40, 0.082167041),
    ],
)
def test_the_lectures_own_digits_are_found_too(name, value, gradient, views):
    assert views[name].value == pytest.approx(value, abs=5e-10)
    assert gradient is None or views[name].gradient == pytest.approx(gradient, abs=5e-10)


@pytest.mark.parametrize("neuron", ["h1", "h2", "o1", "o2"])
def test_the_local_derivative_of_a_sigmoid_is_out_times_1_minus_out(neuron, views):
    out = views[f"out_{neuron}"]
    assert out.operands == (views[f"in_{neuron}"].number,)
    assert_allclose(out.local_derivatives, [out.value * (1 - out.value)], rtol=1e-15)
    assert_allclose(views["out_o1"].local_derivatives, [0.186815602], atol=5e-10)


@pytest.mark.parametrize(("output", "target"), [("1", 0.01), ("2", 0.99)])
def test_the_target_of_a_loss_is_found_and_its_local_derivative_is_out_minus_target(output, target, views):
    loss, out = views[f"L_o{output}"], views[f"out_o{output}"]
    assert loss.settings["targets"] == target
    assert_allclose(loss.local_derivatives, [out.value - target], rtol=1e-15)


def test_the_chain_rule_of_the_lecture_is_read_off_the_walk(views):
    """dL/dw5 = .741 x .186 x .593 = .082"""
    loss, names = lectures_loss()
    w5 = views["w5"]
    (product,) = [view for view in walk(loss, names) if w5.number in view.operands]
    factors = [views["out_o1"].gradient, views["out_o1"].local_derivatives[0], product.local_derivatives[1]]
    assert_allclose(np.prod(factors), w5.gradient, rtol=1e-15)
    assert_allclose(factors, [0.741365070, 0.186815602, 0.593269992], atol=5e-10)


def test_operands_come_before_what_is_made_of_them_and_the_output_last():
    loss, names = lectures_loss()
    seen = walk(loss, names)
    assert [view.number for view in seen] == list(range(len(seen)))
    assert all(operand < view.number for view in seen for operand in view.operands)
    assert seen[-1].label == "L"


def assert_chain_rule(seen):
    """What arrives at an operand is the sum, over its uses, of what arrives above times the local derivative."""
    arrived = {view.number: np.zeros_like(view.value) for view in seen}
    arrived[seen[-1].number] = np.ones_like(seen[-1].value)
    for view in reversed(seen):
        for operand, derivative in zip(view.operands, view.local_derivatives, strict=True):
            if derivative is not None:
                assert derivative.shape == view.value.shape + seen[operand].value.shape
                arrived[operand] += np.tensordot(arrived[view.number], derivative, axes=view.value.ndim)
    for view in seen:
        if view.gradient is not None:
            assert_allclose(view.gradient, arrived[view.number], rtol=1e-12, atol=1e-15)


def mixed_graph(rng):
    x, weight, bias = (Tensor(rng.normal(size=shape), requires_grad=True) for shape in [(2, 3), (3, 4), (4,)])
    y = modern.softmax(x @ weight + bias, temperature=0.5)
    joined = modern.concatenate([y[:, 1:], x * x], axis=1).max(axis=1)
    return modern.cross_entropy(y, [1, 3]) + (joined * 2).mean(), x


def test_gradients_follow_from_local_derivatives_in_any_graph(rng):
    output, _ = mixed_graph(rng)
    assert_chain_rule(walk(output))
    assert_chain_rule(walk(lectures_loss()[0]))


def test_gradients_of_the_walk_are_those_of_backward(rng):
    output, x = mixed_graph(rng)
    seen = {view.label: view for view in walk(output, {x: "x"})}
    output.backward()
    assert_array_equal(seen["x"].gradient, x.grad)


def test_local_derivatives_are_jacobians(rng, slopes_by_differences):
    weight = rng.normal(size=(3, 2))
    x = Tensor(rng.normal(size=(2, 3)), requires_grad=True)
    product = walk(x @ weight)[-1]
    jacobian = product.local_derivatives[0]
    assert product.local_derivatives[1] is None
    for index in np.ndindex(2, 2):
        (slopes,) = slopes_by_differences(lambda a, index=index: (a @ weight)[index], [x.data])
        assert_allclose(jacobian[index], slopes, rtol=1e-6, atol=1e-9)


def test_a_value_used_twice_is_one_node_with_an_arrow_for_each_use():
    x = given(3.0)
    seen = walk(x * x, {x: "x"})
    assert [view.label for view in seen] == ["x", "multiply"]
    assert seen[1].operands == (0, 0)
    assert seen[0].gradient == 6


def test_nodes_without_a_name_say_what_they_are():
    assert [view.label for view in walk(given(1.0) * 2)] == ["parameter", "constant", "multiply"]
    assert [view.operation for view in walk(given(1.0) * 2)] == [None, None, "multiply"]


def test_a_parameter_alone_is_a_walk_of_one():
    (view,) = walk(given(1.0))
    assert (view.label, view.value, view.gradient) == ("parameter", 1, 1)


def test_what_is_seen_is_a_copy_that_stays_and_cannot_be_written(views):
    x = given([1.0, 2.0])
    seen = walk((x * x).sum())
    x.data = [7.0, 8.0]
    assert_array_equal(seen[0].value, [1, 2])
    for array in (seen[0].value, seen[0].gradient, seen[1].local_derivatives[0], views["L_o1"].settings["targets"]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(TypeError):
        views["L_o1"].settings["targets"] = 0


def test_looking_leaves_the_graph_alone():
    loss, _ = lectures_loss()
    first = as_graphviz(loss)
    assert as_graphviz(loss) == first
    loss.backward()
    assert as_graphviz(loss) == first


def test_a_network_is_opened_too():
    network = modern.Network.dense([2, 2, 2], activation="sigmoid", rng=np.random.default_rng(0), dtype=np.float64)
    loss = modern.cross_entropy(network(np.array([[0.05, 0.10]])), [1])
    hidden, _ = network.layers
    seen = {view.label: view for view in walk(loss, {hidden.weight: "W_h"})}
    loss.backward()
    assert_array_equal(seen["W_h"].gradient, hidden.weight.grad)


def test_a_constant_cannot_be_walked():
    with pytest.raises(GraphError, match="requires_grad, got a constant"):
        walk(Tensor([1.0]))


def test_a_graph_changed_since_is_refused():
    x = given([1.0, 2.0])
    y = x * x
    x.data = [0.0, 0.0]
    with pytest.raises(GraphError, match="must not change"):
        walk(y)


def test_a_node_too_large_to_be_looked_at_is_refused():
    x = Tensor(np.zeros((60, 60)), requires_grad=True)
    with pytest.raises(GraphError, match=r"sigmoid: .* at most 4,000,000 numbers .* got \(60, 60, 60, 60\)"):
        walk(sigmoid(x))


def test_data_of_the_walk_survive_json(rng):
    for output in (lectures_loss()[0], mixed_graph(rng)[0]):
        data = as_data(output)
        assert json.loads(json.dumps(data, allow_nan=False)) == data
        for node, view in zip(data, walk(output), strict=True):
            assert node["shape"] == list(view.value.shape)
            assert_array_equal(node["value"], view.value)
            assert [number for number, _ in zip(node["operands"], node["local_derivatives"], strict=True)] == list(
                view.operands
            )


def test_data_of_the_walk_carry_the_names():
    loss, names = lectures_loss()
    node = next(node for node in as_data(loss, names) if node["label"] == "L_o1")
    assert (node["operation"], node["settings"]) == ("half_squared_sum", {"targets": 0.01, "share": 1.0})


def test_the_drawing_is_dot_with_a_box_for_each_node_and_an_arrow_for_each_use(rng):
    for output in (lectures_loss()[0], mixed_graph(rng)[0]):
        first, *statements, last = as_graphviz(output).splitlines()
        assert (first, last) == ("digraph {", "}")
        assert all(STATEMENT.fullmatch(statement) for statement in statements)
        seen = walk(output)
        assert len(statements) == 2 + len(seen) + sum(len(view.operands) for view in seen)


def test_the_drawing_shows_value_gradient_and_local_derivative():
    loss, names = lectures_loss()
    drawing = as_graphviz(loss, names)
    number = next(view.number for view in walk(loss, names) if view.label == "out_o1")
    assert f'n{number} [label="out_o1\\nsigmoid\\n= 0.751365\\n∂ 0.741365"]' in drawing
    assert f'-> n{number} [label="0.186816"]' in drawing


def test_the_drawing_shows_of_a_layer_the_slope_of_each_neuron():
    z = given([0.0, math.log(3)])
    assert '[label="[0.25  , 0.1875]"]' in as_graphviz(sigmoid(z))


def test_the_drawing_of_large_arrays_stays_small():
    drawing = as_graphviz(sigmoid(Tensor(np.zeros((30, 30)), requires_grad=True)))
    assert len(drawing) < 1000
    assert "..." in drawing


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('say "x"', r"say \"x\""),
        (r"C:\new", r"C:\\new"),
        ("two\nlines", r"two\nlines"),
        ("a & b &lt;", "a &amp; b &amp;lt;"),
        ("null\0bell\a", "null\ufffdbell\ufffd"),
        ("größe ∂", "größe ∂"),
        ('"]; n0 -> n0 [label="', r"\"]; n0 -> n0 [label=\""),
    ],
)
def test_names_are_escaped(name, written):
    x = given(1.0)
    _, *statements, _ = as_graphviz(x * 2, {x: name}).splitlines()
    assert statements[2] == f'  n0 [label="{written}\\n= 1\\n∂ 2"]'
    assert all(STATEMENT.fullmatch(statement) for statement in statements)


def test_the_settings_of_a_node_are_those_that_were_set(rng):
    images = rng.normal(size=(2, 1, 4, 4))
    network = modern.Network(
        [modern.Conv2D(1, 2), modern.MaxPool(3), modern.Flatten(), modern.Dense(2)],
        input_shape=(1, 4, 4),
        rng=rng,
        dtype=np.float64,
    )
    seen = {view.operation: view.settings for view in walk(modern.cross_entropy(network(Tensor(images)), [0, 1]))}
    assert set(seen["cross_entropy"]) == {"one_hot", "share"}
    kept = {name for settings in seen.values() for name in settings}
    assert not kept & {"seen", "chosen", "log_p"}


@pytest.mark.parametrize("look", [walk, modern.as_data, modern.as_graphviz])
def test_what_is_no_tensor_or_no_names_is_refused(look):
    with pytest.raises(modern.SettingError, match="output must be of type Tensor, got 3"):
        look(3)
    with pytest.raises(modern.SettingError, match="names must be of type Mapping, got 'w'"):
        look(Tensor([1.0], requires_grad=True), "w")


def test_a_network_names_its_own_parameters(rng):
    network = modern.Network.dense([2, 3, 1], activation="tanh", rng=rng)
    loss = modern.mean_squared_error(network(np.ones((1, 2))), [[1.0]])
    labels = {view.label for view in modern.walk(loss, network.parameter_names)}
    assert {"layer 1 weight", "layer 1 bias", "layer 2 weight", "layer 2 bias"} <= labels
    assert "parameter" not in labels
