"""A potentiometer: from the angle of its shaft to the voltage on its wiper."""

from hardware import PotentiometerSpec


def wiper(spec: PotentiometerSpec, angle_deg: float, volts: float) -> tuple[str, ...]:
    """How the angle becomes volts: the wiper rests on a whole winding. *volts* is what the wiper gives."""
    windings = round(volts / spec.volts_per_step)
    return (
        f"{signed(angle_deg, 2)}° : {spec.step_deg:g}° a winding = {signed(angle_deg / spec.step_deg, 1)}",
        f"the wiper rests on winding {signed(windings, 0)}",
        f"{signed(windings, 0)} × {spec.volts_per_step:.4f} V = {signed(volts, 3)} V",
    )


def motor_in_words(current: int, speed_deg_per_s: float) -> str:
    """What the motor does: 'driven up, 57.1°/s'."""
    if current:
        return f"driven {'up' if current > 0 else 'down'}, {abs(speed_deg_per_s):.1f}°/s"
    return f"coasting, {abs(speed_deg_per_s):.1f}°/s" if abs(speed_deg_per_s) > 0.05 else "stands"  # what still shows


def signed(value: float, digits: int) -> str:
    """*value* with so many digits after the point and a real sign: '−31.4', '+2', '0'."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if float(text[1:]) == 0 else text
