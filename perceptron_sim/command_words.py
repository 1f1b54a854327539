"""What a command did, in a few words: for the log in reports, for what can be undone, for marks in time."""

from collections import Counter
from collections.abc import Sequence

from perceptron_sim import operations as asked
from perceptron_sim.commands import ChangeNetwork, LoggedCommand, ModelCommand, NewSeed, ResetWeights

WORDS: dict[type, str] = {
    ResetWeights: "the weights were cleared",
    ChangeNetwork: "the network was changed",
    NewSeed: "it began anew",
    asked.Show: "a sign was shown",
    asked.ChooseLessons: "lessons were taken from elsewhere",
    asked.TakeFromTray: "a sign was taken out of the tray",
    asked.EmptyTray: "the tray was emptied",
    asked.SwitchCells: "photocells were switched",
    asked.SwitchAUnits: "A-units were switched",
    asked.SwitchRUnits: "R-units were switched",
    asked.SwitchMotors: "the motors were switched",
    asked.SetControl: "the training was set otherwise",
    asked.SetPotentiometer: "a potentiometer was set by hand",
    asked.ClearValues: "the machine's values were cleared",
    asked.PullWires: "wires were pulled",
    asked.PushWire: "a wire was plugged",
    asked.MoveWire: "a wire was moved",
    asked.PatchAUnit: "an A-unit was patched otherwise",
    asked.SetWiring: "the board was wired otherwise",
    asked.RedrawWiring: "the board was wired at random",
    asked.CutBundle: "wires were cut",
    asked.Break: "a part was broken",
    asked.Mend: "a part was mended",
    asked.MendAll: "all parts were mended",
    asked.RunSelfTest: "the machine was tested",
    asked.RestoreLayout: "the machine was put back as delivered",
    asked.Transplant: "weights were carried over",
}


def done(command: ModelCommand) -> str:
    """What *command* did."""
    return WORDS[type(command)]


def log_in_words(log: Sequence[LoggedCommand]) -> tuple[str, ...]:
    """That the run was interfered with, and how often; nothing where it was not."""
    counts = Counter(type(logged.command) for logged in log)
    told = [f"{WORDS[kind]} {'once' if count == 1 else f'{count} times'}" for kind, count in counts.items()]
    rule = "the same digest comes only from the experiment it began with and the log of these commands"
    return (f"While it ran {', '.join(told)}: {rule}.",) if told else ()
