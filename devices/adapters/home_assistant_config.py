"""A discovery payload of Home Assistant -> full configurations, one for each entity.

Abbreviations are spelt out, `~` is put in, device discovery is taken apart. Names and ids follow
Home Assistant's rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from devices.adapters.values import mapping, name_of, slug

COMPONENTS_MAX = 128  # Of one device discovery message.
DEPTH_MAX = 8  # Of lists and objects in a configuration: availability is two deep.

Config = Mapping[str, Any]
"""As Home Assistant's documents describe it, by full key."""


@dataclass(frozen=True, slots=True)
class Address:
    """What is needed to read and write an entity."""

    config: Config

    def text(self, key: str, default: str = "") -> str:
        """A key of the configuration as text, as payloads are compared: true becomes `True`."""
        value = self.config.get(key)
        return default if value is None else str(value)

    def topic(self, key: str) -> str | None:
        """A topic of the configuration."""
        value = self.config.get(key)
        return value if isinstance(value, str) else None


_ABBREVIATIONS: Mapping[str, str] = {
    "act_t": "action_topic", "act_tpl": "action_template", "act_stat_t": "activity_state_topic",
    "act_val_tpl": "activity_value_template", "atype": "automation_type",
    "avty": "availability", "avty_mode": "availability_mode", "avty_t": "availability_topic",
    "avty_tpl": "availability_template", "away_mode_cmd_t": "away_mode_command_topic",
    "b_tpl": "blue_template", "bri_cmd_t": "brightness_command_topic",
    "bri_cmd_tpl": "brightness_command_template", "bri_scl": "brightness_scale",
    "bri_stat_t": "brightness_state_topic", "bri_tpl": "brightness_template",
    "bri_val_tpl": "brightness_value_template", "clr_temp_cmd_t": "color_temp_command_topic",
    "clr_temp_cmd_tpl": "color_temp_command_template", "clr_temp_k": "color_temp_kelvin",
    "clr_temp_stat_t": "color_temp_state_topic", "clr_temp_tpl": "color_temp_template",
    "clr_temp_val_tpl": "color_temp_value_template", "clrm": "color_mode",
    "clrm_stat_t": "color_mode_state_topic", "clrm_val_tpl": "color_mode_value_template",
    "cmd_off_tpl": "command_off_template", "cmd_on_tpl": "command_on_template",
    "cmd_t": "command_topic", "cmd_tpl": "command_template", "cmps": "components",
    "cod_arm_req": "code_arm_required", "cod_dis_req": "code_disarm_required",
    "cod_form": "code_format", "cod_trig_req": "code_trigger_required",
    "curr_hum_t": "current_humidity_topic", "curr_hum_tpl": "current_humidity_template",
    "curr_temp_t": "current_temperature_topic", "curr_temp_tpl": "current_temperature_template",
    "def_ent_id": "default_entity_id", "dev": "device", "dev_cla": "device_class",
    "dir_cmd_t": "direction_command_topic", "dir_cmd_tpl": "direction_command_template",
    "dir_stat_t": "direction_state_topic", "dir_val_tpl": "direction_value_template",
    "dock_cmd_t": "dock_command_topic", "dock_cmd_tpl": "dock_command_template",
    "e": "encoding", "en": "enabled_by_default", "ent_cat": "entity_category",
    "ent_pic": "entity_picture", "err_t": "error_topic", "err_tpl": "error_template",
    "evt_typ": "event_types", "exp_aft": "expire_after",
    "fan_mode_cmd_t": "fan_mode_command_topic", "fan_mode_cmd_tpl": "fan_mode_command_template",
    "fan_mode_stat_t": "fan_mode_state_topic", "fan_mode_stat_tpl": "fan_mode_state_template",
    "fanspd_lst": "fan_speed_list", "flsh": "flash", "flsh_tlng": "flash_time_long",
    "flsh_tsht": "flash_time_short", "frc_upd": "force_update",
    "fx_cmd_t": "effect_command_topic", "fx_cmd_tpl": "effect_command_template",
    "fx_list": "effect_list", "fx_stat_t": "effect_state_topic", "fx_tpl": "effect_template",
    "fx_val_tpl": "effect_value_template", "g_tpl": "green_template",
    "hs_cmd_t": "hs_command_topic", "hs_cmd_tpl": "hs_command_template",
    "hs_stat_t": "hs_state_topic", "hs_val_tpl": "hs_value_template",
    "hum_cmd_t": "target_humidity_command_topic", "hum_cmd_tpl": "target_humidity_command_template",
    "hum_stat_t": "target_humidity_state_topic", "hum_state_tpl": "target_humidity_state_template",
    "hum_stat_tpl": "target_humidity_state_template", "ic": "icon", "img_e": "image_encoding",
    "img_t": "image_topic", "init": "initial", "json_attr": "json_attributes",
    "json_attr_t": "json_attributes_topic", "json_attr_tpl": "json_attributes_template",
    "l_ver_t": "latest_version_topic", "l_ver_tpl": "latest_version_template",
    "lrst_t": "last_reset_topic", "lrst_val_tpl": "last_reset_value_template",
    "max_hum": "max_humidity", "max_k": "max_kelvin", "max_mirs": "max_mireds",
    "max_temp": "max_temp", "min_hum": "min_humidity", "min_k": "min_kelvin",
    "min_mirs": "min_mireds", "min_temp": "min_temp", "migr_discvry": "migrate_discovery",
    "mode_cmd_t": "mode_command_topic", "mode_cmd_tpl": "mode_command_template",
    "mode_stat_t": "mode_state_topic", "mode_stat_tpl": "mode_state_template", "modes": "modes",
    "name": "name", "o": "origin", "obj_id": "object_id", "off_dly": "off_delay",
    "on_cmd_type": "on_command_type", "ops": "options", "opt": "optimistic",
    "osc_cmd_t": "oscillation_command_topic", "osc_cmd_tpl": "oscillation_command_template",
    "osc_stat_t": "oscillation_state_topic", "osc_val_tpl": "oscillation_value_template",
    "p": "platform", "pause_cmd_t": "pause_command_topic",
    "pause_mw_cmd_tpl": "pause_command_template", "pct_cmd_t": "percentage_command_topic",
    "pct_cmd_tpl": "percentage_command_template", "pct_stat_t": "percentage_state_topic",
    "pct_val_tpl": "percentage_value_template", "pl": "payload",
    "pl_arm_away": "payload_arm_away", "pl_arm_custom_b": "payload_arm_custom_bypass",
    "pl_arm_home": "payload_arm_home", "pl_arm_nite": "payload_arm_night",
    "pl_arm_vacation": "payload_arm_vacation", "pl_avail": "payload_available",
    "pl_cln_sp": "payload_clean_spot", "pl_cls": "payload_close", "pl_disarm": "payload_disarm",
    "pl_home": "payload_home", "pl_inst": "payload_install", "pl_loc": "payload_locate",
    "pl_lock": "payload_lock", "pl_not_avail": "payload_not_available",
    "pl_not_home": "payload_not_home", "pl_off": "payload_off", "pl_on": "payload_on",
    "pl_open": "payload_open", "pl_osc_off": "payload_oscillation_off",
    "pl_osc_on": "payload_oscillation_on", "pl_paus": "payload_pause", "pl_prs": "payload_press",
    "pl_ret": "payload_return_to_base", "pl_rst": "payload_reset",
    "pl_rst_hum": "payload_reset_humidity", "pl_rst_mode": "payload_reset_mode",
    "pl_rst_pct": "payload_reset_percentage", "pl_rst_pr_mode": "payload_reset_preset_mode",
    "pl_stop": "payload_stop", "pl_stop_tilt": "payload_stop_tilt", "pl_strt": "payload_start",
    "pl_toff": "payload_turn_off", "pl_ton": "payload_turn_on", "pl_trig": "payload_trigger",
    "pl_unlk": "payload_unlock", "pos": "reports_position", "pos_clsd": "position_closed",
    "pos_open": "position_open", "pos_t": "position_topic", "pos_tpl": "position_template",
    "pow_cmd_t": "power_command_topic", "pow_cmd_tpl": "power_command_template",
    "pr_mode_cmd_t": "preset_mode_command_topic", "pr_mode_cmd_tpl": "preset_mode_command_template",
    "pr_mode_stat_t": "preset_mode_state_topic", "pr_mode_val_tpl": "preset_mode_value_template",
    "pr_modes": "preset_modes", "precision": "precision", "ptrn": "pattern", "qos": "qos",
    "r_tpl": "red_template", "ret": "retain", "rgb_cmd_t": "rgb_command_topic",
    "rgb_cmd_tpl": "rgb_command_template", "rgb_stat_t": "rgb_state_topic",
    "rgb_val_tpl": "rgb_value_template", "rgbw_cmd_t": "rgbw_command_topic",
    "rgbw_stat_t": "rgbw_state_topic", "rgbww_cmd_t": "rgbww_command_topic",
    "rgbww_stat_t": "rgbww_state_topic", "send_cmd_t": "send_command_topic",
    "send_if_off": "send_if_off", "set_fan_spd_t": "set_fan_speed_topic",
    "set_pos_t": "set_position_topic", "set_pos_tpl": "set_position_template",
    "spd_rng_max": "speed_range_max", "spd_rng_min": "speed_range_min", "src_type": "source_type",
    "stat_cla": "state_class", "stat_clsd": "state_closed", "stat_closing": "state_closing",
    "stat_jam": "state_jammed", "stat_locked": "state_locked", "stat_locking": "state_locking",
    "stat_off": "state_off", "stat_on": "state_on", "stat_open": "state_open",
    "stat_opening": "state_opening", "stat_stopped": "state_stopped", "stat_t": "state_topic",
    "stat_tpl": "state_template", "stat_unlocked": "state_unlocked",
    "stat_unlocking": "state_unlocking", "stat_val_tpl": "state_value_template",
    "step": "step", "strt_mw_cmd_t": "start_mowing_command_topic",
    "strt_mw_cmd_tpl": "start_mowing_command_template", "stype": "subtype",
    "sug_dsp_prc": "suggested_display_precision", "sup_clrm": "supported_color_modes",
    "sup_dur": "support_duration", "sup_feat": "supported_features",
    "sup_off": "supported_turn_off", "sup_vol": "support_volume_set",
    "swing_mode_cmd_t": "swing_mode_command_topic",
    "swing_mode_cmd_tpl": "swing_mode_command_template",
    "swing_mode_stat_t": "swing_mode_state_topic",
    "swing_mode_stat_tpl": "swing_mode_state_template", "t": "topic",
    "temp_cmd_t": "temperature_command_topic", "temp_cmd_tpl": "temperature_command_template",
    "temp_hi_cmd_t": "temperature_high_command_topic",
    "temp_hi_cmd_tpl": "temperature_high_command_template",
    "temp_hi_stat_t": "temperature_high_state_topic",
    "temp_hi_stat_tpl": "temperature_high_state_template",
    "temp_lo_cmd_t": "temperature_low_command_topic",
    "temp_lo_cmd_tpl": "temperature_low_command_template",
    "temp_lo_stat_t": "temperature_low_state_topic",
    "temp_lo_stat_tpl": "temperature_low_state_template",
    "temp_stat_t": "temperature_state_topic", "temp_stat_tpl": "temperature_state_template",
    "temp_unit": "temperature_unit", "tilt_clsd_val": "tilt_closed_value",
    "tilt_cmd_t": "tilt_command_topic", "tilt_cmd_tpl": "tilt_command_template",
    "tilt_max": "tilt_max", "tilt_min": "tilt_min", "tilt_opnd_val": "tilt_opened_value",
    "tilt_opt": "tilt_optimistic", "tilt_status_t": "tilt_status_topic",
    "tilt_status_tpl": "tilt_status_template", "uniq_id": "unique_id",
    "unit_of_meas": "unit_of_measurement", "url_t": "url_topic", "url_tpl": "url_template",
    "val_tpl": "value_template", "whit_cmd_t": "white_command_topic",
    "whit_scl": "white_scale", "xy_cmd_t": "xy_command_topic",
    "xy_cmd_tpl": "xy_command_template", "xy_stat_t": "xy_state_topic",
    "xy_val_tpl": "xy_value_template",
}  # fmt: skip

_DEVICE_ABBREVIATIONS: Mapping[str, str] = {
    "ids": "identifiers", "cns": "connections", "cu": "configuration_url", "mf": "manufacturer",
    "mdl": "model", "mdl_id": "model_id", "hw": "hw_version", "sw": "sw_version",
    "sa": "suggested_area", "sn": "serial_number",
}  # fmt: skip


def configurations(topic: str, payload: Mapping[str, Any]) -> Iterator[tuple[str, Config]]:
    """Component and full configuration of each entity that the message announces.

    `object_key` in a configuration is the last part of the topic, or the component's key.
    """
    levels = topic.split("/")
    config = _spelt_out(payload)
    if levels[-1] != "config" or len(levels) not in {4, 5}:
        return
    if levels[1] != "device":
        yield levels[1], config | {"object_key": levels[-2]}
        return
    shared = {key: value for key, value in config.items() if key != "components"}
    components = list(mapping(config.get("components")).items())[:COMPONENTS_MAX]
    for key, each in components:
        own = _spelt_out(mapping(each), config.get("~"))
        platform = own.get("platform")
        if isinstance(platform, str):
            yield platform, shared | own | {"object_key": key}


def _spelt_out(payload: Mapping[str, Any], base: Any = None) -> dict[str, Any]:
    """The configuration without abbreviations, with the base topic put in.

    >>> _spelt_out({"~": "lamps/1", "stat_t": "~/state", "cmd_t": "set/~"})["state_topic"]
    'lamps/1/state'
    """
    base = payload.get("~", base)
    config = {_ABBREVIATIONS.get(key, key): value for key, value in payload.items()}
    if isinstance(config.get("device"), dict):
        parts = config["device"].items()
        config["device"] = {_DEVICE_ABBREVIATIONS.get(key, key): value for key, value in parts}
    entries = config.get("availability")
    if isinstance(entries, dict):
        entries = [entries]
    if isinstance(entries, list):
        config["availability"] = [
            _with_base(_full_keys(each), base) for each in entries[:DEPTH_MAX] if each
        ]
    return _with_base(config, base)


def _full_keys(entry: Any) -> dict[str, Any]:
    names = {"pl_avail": "payload_available", "pl_not_avail": "payload_not_available"}
    short = {"t": "topic", "val_tpl": "value_template"} | names
    return {short.get(key, key): value for key, value in mapping(entry).items()}


def _with_base(config: dict[str, Any], base: Any) -> dict[str, Any]:
    if not isinstance(base, str):
        return config
    return {
        key: _put_in(value, base) if key.endswith("topic") else value
        for key, value in config.items()
    }


def _put_in(topic: Any, base: str) -> Any:
    if not isinstance(topic, str):
        return topic
    if topic.startswith("~"):
        return base + topic[1:]
    return topic[:-1] + base if topic.endswith("~") else topic


# --- names ---------------------------------------------------------------------------------------


def entity_name(component: str, config: Config) -> str:
    """What Home Assistant calls it: the device's name, the entity's after it.

    >>> entity_name("light", {"name": None, "device": {"name": "Desk lamp"}})
    'Desk lamp'
    >>> entity_name("sensor", {"name": "Power", "device": {"name": "Desk lamp"}})
    'Desk lamp Power'
    """
    device = _spoken(mapping(config.get("device")).get("name"))
    own = _spoken(config.get("name"))
    if own is None and "name" not in config and device is not None:
        own = _class_name(config)
    if device is None:
        return own or _spoken(config.get("object_key")) or f"MQTT {component}"
    if own is None or own.casefold() == device.casefold():
        return device
    return own if own.casefold().startswith(f"{device.casefold()} ") else f"{device} {own}"


def _spoken(value: Any) -> str | None:
    """A name as it is said: zigbee2mqtt writes `desk_lamp`."""
    return name_of(value.replace("_", " ")) if isinstance(value, str) else None


def _class_name(config: Config) -> str | None:
    """A nameless entity with a device class is called after it."""
    device_class = name_of(config.get("device_class"))
    return device_class.replace("_", " ").capitalize() if device_class else None


def entity_id(component: str, config: Config) -> str:
    """The id that it asks for, else one out of its name."""
    asked = name_of(config.get("default_entity_id"))
    if asked and asked.startswith(f"{component}."):
        return f"{component}.{slug(asked.partition('.')[2])}"
    object_id = name_of(config.get("object_id")) or entity_name(component, config)
    return f"{component}.{slug(object_id)}"


def hardware_id(config: Config) -> str | None:
    """The first identifier of the device."""
    device = mapping(config.get("device"))
    ids = device.get("identifiers")
    first = ids[0] if isinstance(ids, list) and ids else ids
    if first is None and isinstance(device.get("connections"), list) and device["connections"]:
        first = device["connections"][0]
        first = first[-1] if isinstance(first, list) and first else None
    return name_of(str(first)) if isinstance(first, str | int) else None
