"""The kinds of arrays that the parts of the machine hand to each other."""

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
Int8Array = npt.NDArray[np.int8]
Int32Array = npt.NDArray[np.int32]
