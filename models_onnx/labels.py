"""What the intent model may answer: the intents and the slots, in the order of its outputs.

The intents are Home Assistant's names where it has one, ours where it has none.
"""

OUT_OF_SCOPE = "OutOfScope"
"""Talk that is none of the gateway's business: the right answer to it is silence."""

INTENTS: tuple[str, ...] = (
    "HassTurnOn",
    "HassTurnOff",
    "HassToggle",
    "HassGetState",
    "HassLightSet",
    "HassSetPosition",
    "HassStopMoving",
    "HassClimateSetTemperature",
    "HassClimateGetTemperature",
    "HassClimateSetFanMode",
    "HassFanSetSpeed",
    "HassVacuumStart",
    "HassVacuumReturnToBase",
    "HassVacuumCleanArea",
    "VacuumPause",
    "HassLawnMowerStartMowing",
    "HassLawnMowerDock",
    "HassSetVolume",
    "HassSetVolumeRelative",
    "HassMediaPlayerMute",
    "HassMediaPlayerUnmute",
    "HassMediaPause",
    "HassMediaUnpause",
    "HassMediaNext",
    "HassMediaPrevious",
    "HassMediaSearchAndPlay",
    "MediaQuery",
    "MediaSelectSource",
    "HassStartTimer",
    "HassCancelTimer",
    "HassCancelAllTimers",
    "HassIncreaseTimer",
    "HassDecreaseTimer",
    "HassPauseTimer",
    "HassUnpauseTimer",
    "HassTimerStatus",
    "AlarmSet",
    "AlarmQuery",
    "AlarmRemove",
    "ReminderSet",
    "ReminderQuery",
    "ReminderRemove",
    "ScheduleQuery",
    "HassListAddItem",
    "HassListCompleteItem",
    "HassListRemoveItem",
    "ListQuery",
    "ListClear",
    "HassGetCurrentTime",
    "HassGetCurrentDate",
    "HassGetWeather",
    "HassBroadcast",
    "HassRespond",
    "HassNevermind",
    "ClimateSetMode",
    "FanOscillate",
    "AlarmPanelArm",
    "AlarmPanelDisarm",
    "SetHumidity",
    OUT_OF_SCOPE,
)

SLOTS: tuple[str, ...] = (
    "name",
    "area",
    "floor",
    "device_class",
    "all",
    "except",
    "brightness",
    "color",
    "color_temperature",
    "temperature",
    "position",
    "volume",
    "fan_speed",
    "humidity",
    "step",
    "state",
    "duration",
    "time",
    "date",
    "recurrence",
    "timer_name",
    "item",
    "list",
    "search_query",
    "artist",
    "media_class",
    "message",
    "place",
    "mode",
    "source",
    "reminder",
)


def tags(slots: tuple[str, ...] = SLOTS) -> tuple[str, ...]:
    """The BIO tags of the slots: `O`, then `B-x` and `I-x` for each.

    >>> tags(("name",))
    ('O', 'B-name', 'I-name')
    """
    return ("O", *(f"{part}-{slot}" for slot in slots for part in "BI"))
