"""Kinds of devices by which something is done to people, in general words; each kind is apart from the others."""

from __future__ import annotations

__all__ = ["DEVICES", "NO_OTHER"]

DEVICES = {
    "roller": r"(?:derma|micro-?needl\w+ )[- ]?rollers?|(?:needle|needling|skin|scalp) rollers?|rollers?",
    "pen": r"(?:derma|micro-?needl\w+ |insulin |injector |injection )[- ]?pens?|auto-?injectors?|pens?",
    "stamp": r"(?:derma|micro-?needl\w+ )[- ]?stamps?",
    "laser": r"(?:(?:fractional|CO2|carbon dioxide|erbium|diode|excimer|pulsed[- ]dye|low-level) )?lasers?",
    "light": r"LEDs?|light-emitting diodes?|intense pulsed light|IPL|light boxe?s?|lamps?",
    "radiofrequency": r"radio-?frequency",
    "ultrasound": r"(?:therapeutic |focused |micro-?focused )?ultrasound|HIFU|shock ?waves?",
    "electrodes": r"electrodes?|electrical stimulat(?:ion|or)s?|electro-?stimulation|TENS",
    "pump": r"(?:infusion |insulin )?pumps?",
    "syringe": r"syringes?",
    "patch": r"(?:skin |nicotine |medicated |transdermal )patch(?:es)?",
    "inhaler": r"(?:metered-dose |dry-powder )?inhalers?",
    "nebuliser": r"nebuli[sz]ers?",
    "mask": r"(?:face |nasal )masks?",
    "splint": r"splints?|braces?|orthos[ie]s",
    "cast": r"plaster casts?",
    "stockings": r"compression stockings?|stockings",
    "bandage": r"bandages?",
    "pedometer": r"pedometers?|activity trackers?|step counters?",
    "app": r"(?:smart)?phone apps?|mobile apps?",
    "stent": r"(?:drug-eluting |bare-metal )?stents?",
    "balloon": r"balloons?",
    "catheter": r"catheters?",
}
"""Each kind by its words, as patterns."""

NO_OTHER = frozenset({"catheter", "balloon", "stent", "mask"})
"""Kinds that are used beside others in one procedure: another one beside them is no other device."""
