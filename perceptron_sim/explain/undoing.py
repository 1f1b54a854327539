"""What an undo takes back, in the few words that stand on its button."""

from perceptron_sim import operations as hand
from perceptron_sim.commands import ChangeNetwork, NewSeed, OpenSession, ResetWeights, StartAnew, StartExperiment

UNDONE: dict[type[object], str] = {
    ResetWeights: "weights cleared",
    NewSeed: "new seed",
    ChangeNetwork: "network changed",
    StartExperiment: "new experiment",
    StartAnew: "factory state",
    OpenSession: "session opened",
    hand.Show: "sign shown",
    hand.ChooseLessons: "other lessons",
    hand.TakeFromTray: "sign taken out",
    hand.EmptyTray: "tray emptied",
    hand.SwitchCells: "cells switched",
    hand.SwitchAUnits: "A-units switched",
    hand.SwitchRUnits: "R-switches set",
    hand.SwitchMotors: "motors switched",
    hand.SetControl: "other control",
    hand.SetPotentiometer: "knob turned",
    hand.ClearValues: "knobs centred",
    hand.PullWires: "wires pulled",
    hand.PushWire: "wire plugged",
    hand.MoveWire: "wire moved",
    hand.PatchAUnit: "A-unit patched",
    hand.SetWiring: "wiring loaded",
    hand.RedrawWiring: "wiring redrawn",
    hand.CutBundle: "bundle cut",
    hand.Break: "part broken",
    hand.Mend: "part mended",
    hand.MendAll: "all mended",
    hand.RunSelfTest: "self-test",
    hand.RestoreLayout: "default layout",
    hand.Transplant: "transplant",
}


def undone_in_words(command: object) -> str:
    """What *command* did, as in 'weights cleared'."""
    return UNDONE.get(type(command), "latest change")
