"""The command `ambient`: arguments become calls, results become text and an exit status.

Each command imports what it needs when it runs, so that `--help` is there at once.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from context.store import Store
    from gateway.config import Settings

T = TypeVar("T")
LIST_MAX = 1000  # Turns of `why --list`; the store holds years.

app = typer.Typer(
    name="ambient",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""An open, offline voice gateway for a smart home.

Try it without any device:

\b
  ambient demo
  ambient demo --say "turn on the kitchen light"

Use it in your own home:

\b
  ambient check-config --config config.yaml
  ambient doctor --config config.yaml
  ambient run --config config.yaml
  ambient say "turn on the kitchen light"
  ambient why
""",
)

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", metavar="FILE",
        help="Configuration; else AMBIENT_CONFIG, else /etc/ambient/config.yaml, else defaults.",
    ),
]  # fmt: skip
StoreFile = Annotated[
    Path | None,
    typer.Option("--store", metavar="FILE", help="A database other than that of the settings."),
]
Satellite = Annotated[
    str | None, typer.Option(metavar="ID", help="Where it is said, by a satellite's id.")
]
Person = Annotated[
    str | None, typer.Option(metavar="ID", help="Whose voice is recognised, by a person's id.")
]
HomeFile = Annotated[
    Path | None,
    typer.Option("--home", metavar="HOME.yaml", help="A home file; else the demo's own home."),
]


def main() -> None:
    """The command."""
    try:
        app()
    except BrokenPipeError:  # `ambient devices | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _ambient(
    version: Annotated[bool, typer.Option("--version", help="Tell the version and end.")] = False,
) -> None:
    if version:
        from importlib.metadata import PackageNotFoundError
        from importlib.metadata import version as version_of

        try:
            _tell(f"ambient {version_of('ambient-gateway')}")
        except PackageNotFoundError:
            _tell("ambient, not installed: run `make setup`")
        raise typer.Exit


# --- the gateway ---------------------------------------------------------------------------------


@app.command(short_help="Run the gateway in your own home.")
def run(config: Config = None) -> None:
    """Run the gateway: listen to the MQTT broker and to `ambient say`, until Ctrl-C or SIGTERM.

    A broker that is not there yet is waited for. Logs go to standard error.

    \b
      ambient run --config config.yaml
      AMBIENT_MQTT__HOST=192.168.1.5 AMBIENT_STORE__PATH=./ambient.db AMBIENT_SOCKET=./ambient.sock ambient run
    """  # noqa: E501 (an example has to be one line)
    settings = _settings(config)
    from gateway.entrypoints.plan import hand_over, plan_of

    hand_over(plan_of(settings))


@app.command(short_help="Talk to a simulated home.")
def demo(
    say: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="Say this, tell its story, end. May be given again."),
    ] = None,
    home: HomeFile = None,
    store: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep what happens, for `ambient why --store FILE`."),
    ] = None,
    satellite: Satellite = None,
    person: Person = None,
) -> None:
    """Talk to a simulated home: a broker, a house full of devices and the gateway, all in here.

    Without --say there is a prompt; :help tells what it knows.

    \b
      ambient demo
      ambient demo --say "turn on the kitchen light"
      ambient demo --say "unlock the front door" --say "yes"
      ambient demo --home my_home.yaml
    """
    _quietly("error")
    from context.store import StoreError
    from gateway.entrypoints.demo import DemoError
    from gateway.yaml_lines import FormatError

    try:
        if say:
            _demo_once(home, say, store, satellite, person)
        else:
            from gateway.entrypoints.prompt import converse

            converse(home, store, _tell, satellite=satellite, person=person)
    except (DemoError, FormatError, StoreError) as error:
        _fail(str(error))


@app.command(short_help="Say something to the running gateway.")
def say(
    text: Annotated[str, typer.Argument(help="What is said.")],
    satellite: Satellite = None,
    person: Person = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    config: Config = None,
) -> None:
    """Say something to the running gateway and tell the story of the turn.

    \b
      ambient say "turn on the kitchen light"
      ambient say "lights off" --satellite kitchen_speaker --person anna
    """
    from gateway.entrypoints import control

    given = {"say": text, "satellite": satellite, "person": person}
    request = {key: value for key, value in given.items() if value is not None}
    try:
        answer = control.ask(_settings(config).socket, request)
    except control.ControlError as error:
        _fail(str(error))
    _tell(json.dumps(answer, ensure_ascii=False) if as_json else str(answer.get("story", "")))


@app.command(short_help="List the devices that it knows.")
def devices(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
    store: StoreFile = None,
    config: Config = None,
) -> None:
    """List the devices that the gateway knows, with their states.

    Asks the running gateway, else reads what the last one stored.

    \b
      ambient devices
      ambient devices --json
    """
    from gateway.entrypoints import control
    from gateway.entrypoints.device_table import stored_rows, table

    try:
        if store is not None:
            raise control.ControlError("a database was given")
        rows = control.ask(_settings(config).socket, {"devices": True})["devices"]
    except control.ControlError:
        from context.inventory import known_devices

        rows = _reading(store, config, lambda opened: stored_rows(known_devices(opened)))
    _tell(json.dumps(rows, ensure_ascii=False, default=str) if as_json else table(rows))


@app.command(short_help="Tell how a past turn came about.")
def why(
    turn: Annotated[str, typer.Argument(help="The id of a turn, or `last`.")] = "last",
    latest: Annotated[
        int, typer.Option("--list", min=0, max=LIST_MAX, metavar="N", help="List the last N turns.")
    ] = 0,
    store: StoreFile = None,
    config: Config = None,
) -> None:
    """Tell how a turn came about: heard, understood, decided, sent, confirmed, replied.

    \b
      ambient why
      ambient why --list 10
      ambient why 8c42af5075a0
      ambient demo --store demo.db --say "lights on" && ambient why --store demo.db
    """
    from gateway.entrypoints.past import past_turn, past_turns

    zone = _zone(config)
    if latest:
        _tell(_reading(store, config, lambda opened: past_turns(opened, latest, zone)))
        return
    told = _reading(store, config, lambda opened: past_turn(opened, turn, zone))
    if told is None:
        which = "no turn yet" if turn == "last" else f"no turn {turn!r}; see ambient why --list 20"
        _fail(f"the database holds {which}")
    _tell(told)


# --- what was taught ---


@app.command(short_help="List what was taught.")
def learned(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON array: all of it, to be kept elsewhere.")
    ] = False,
    person: Person = None,
    store: StoreFile = None,
    config: Config = None,
) -> None:
    """List what was taught: phrases, names, likings, places and facts, and whose they are.

    Asks the running gateway, else reads what the last one stored.

    \b
      ambient learned
      ambient learned --person anna --json > anna.json
    """
    from gateway.entrypoints import control
    from gateway.learned import stored_rows, table

    try:
        if store is not None:
            raise control.ControlError("a database was given")
        request = {"learned": True} | ({"person": person} if person else {})
        rows = control.ask(_settings(config).socket, request)["learned"]
    except control.ControlError:
        rows = _reading(store, config, lambda opened: stored_rows(opened, person))
    _tell(json.dumps(rows, ensure_ascii=False, default=str) if as_json else table(rows))


@app.command(short_help="Teach the running gateway.")
def teach(
    text: Annotated[str, typer.Argument(help="A lesson, in words.")],
    person: Person = None,
    config: Config = None,
) -> None:
    """Teach the running gateway, as by voice; what is no lesson is not done.

    \b
      ambient teach "when I say movie time, dim the lamp to ten percent" --person anna
      ambient teach "the floor lamp is called Bertie"
    """
    from gateway.entrypoints import control

    request = {"teach": text} | ({"person": person} if person else {})
    try:
        answer = control.ask(_settings(config).socket, request)
    except control.ControlError as error:
        _fail(str(error))
    _tell(str(answer.get("reply", "")))
    if answer.get("asks"):
        _tell('answer with: ambient say "..."' + (f" --person {person}" if person else ""))


@app.command(short_help="Forget what was taught.")
def forget(
    what: Annotated[str | None, typer.Argument(help="The id of a lesson, or its phrase.")] = None,
    person: Person = None,
    everything: Annotated[bool, typer.Option("--all", help="All that everybody taught.")] = False,
    config: Config = None,
) -> None:
    """Forget what was taught to the running gateway, for good.

    \b
      ambient forget "movie time"
      ambient forget 8c42af5075a0
      ambient forget --person anna
      ambient forget --all
    """
    from gateway.entrypoints import control

    if (what is None) == (person is None and not everything) or (what and everything):
        _fail("give an id or a phrase, or --person ID, or --all", status=2)
    request: dict[str, object] = {"forget": True if what is None else what}
    if person is not None and not everything:
        request["person"] = person
    try:
        gone = control.ask(_settings(config).socket, request)["forgotten"]
    except control.ControlError as error:
        _fail(str(error))
    if what is not None and not gone:
        _fail(f"nothing was taught of {what!r}; see ambient learned")
    _tell(f"forgotten: {len(gone)}")


# --- is it good? ---------------------------------------------------------------------------------


@app.command("eval", short_help="Play scenarios, tell what failed.")
def eval_(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of scenarios.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Play in so many processes.")] = 1,
) -> None:
    """Play scenarios through the real gateway in simulated homes, and tell what failed.

    Ends with 0 when all passed, 1 when some failed, 2 when a file is malformed.

    \b
      ambient eval tests/stories
      ambient eval --json --jobs 2 tests/stories/lights.yaml
    """
    _quietly()
    from gateway.entrypoints.playing import quiet_gateway
    from gateway.evaluate.commands import eval_paths

    status = eval_paths(
        paths, sys.stdout, sys.stderr, json=as_json, jobs=jobs, make_gateway=quiet_gateway
    )
    raise typer.Exit(status)


@app.command(short_help="Live in a simulated home, step by step.")
def play(
    home: Annotated[Path, typer.Option(metavar="HOME.yaml", help="The home to live in.")],
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the home's memory in this database.")
    ] = None,
) -> None:
    """Live in a simulated home, a step a line: JSON from standard input, JSON to standard output.

    \b
      echo '{"say": "lights on", "to": "kitchen_speaker"}' | ambient play --home home.yaml
    """
    _quietly()
    from context.store import StoreError
    from gateway.evaluate.commands import play as play_lines

    try:
        status = play_lines(home, sys.stdin, sys.stdout, sys.stderr, store_path=store)
    except StoreError as error:
        _fail(str(error))
    raise typer.Exit(status)


@app.command(short_help="Tell what a sentence means.")
def parse(
    text: Annotated[str | None, typer.Argument(help="A sentence, to be explained.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Lines of JSON from standard input instead.")
    ] = False,
    home: HomeFile = None,
    area: Annotated[
        str | None, typer.Option(metavar="ID", help="The room in which it is said.")
    ] = None,
) -> None:
    """Tell what a sentence means in a home, without doing it.

    A line may have a recogniser's further hypotheses, too: "nbest": ["lamb on", "lamp on"].

    \b
      ambient parse "dim the lamp to 40 percent" --area study
      echo '{"id": 1, "text": "lights on", "area": "kitchen"}' | ambient parse --jsonl
    """
    from gateway.entrypoints import parsing
    from gateway.evaluate import WILLOW

    if jsonl == (text is not None):
        _fail("give a sentence, or --jsonl and lines on standard input", status=2)
    if text is not None:
        status, told = parsing.explained(text, area, home or WILLOW)
        (_tell if status == 0 else _fail)(told)
        return
    raise typer.Exit(parsing.parse_lines(sys.stdin, sys.stdout, sys.stderr, home or WILLOW))


@app.command(short_help="Say sound files to a simulated home.")
def hear(
    files: Annotated[list[Path], typer.Argument(help="WAV or FLAC files.")],
    home: HomeFile = None,
    satellite: Annotated[
        str | None, typer.Option(metavar="ID", help="Which of its satellites hears them.")
    ] = None,
    person: Annotated[str | None, typer.Option(metavar="ID", help="Whose voice it is.")] = None,
    no_wake: Annotated[
        bool, typer.Option("--no-wake", help="Nobody has to say a wake word first.")
    ] = False,
    reply: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write what is answered there, as WAV.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
) -> None:
    """Say sound files to a simulated home: wake word, end of speech, words, acts, reply.

    Ends with 1 when nothing came of a file, 2 when nothing can be heard at all.

    \b
      ambient hear command.wav
      ambient hear --home home.yaml --satellite kitchen_speaker --reply answers/ *.wav
    """
    _quietly()
    from gateway.entrypoints.hearing import hear as hear_files
    from gateway.evaluate import WILLOW

    status = hear_files(
        files, sys.stdout, sys.stderr, home=home or WILLOW, satellite=satellite, person=person,
        wake=not no_wake, as_json=as_json, reply=reply,
    )  # fmt: skip
    raise typer.Exit(status)


@app.command(short_help="Tell what is said in sound files.")
def transcribe(
    files: Annotated[list[Path], typer.Argument(help="WAV or FLAC files.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="HOME.yaml", help="Expect the names of this home."),
    ] = None,
    vocabulary: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Expect these words and phrases, one a line, too."),
    ] = None,
    engine: Annotated[
        str | None, typer.Option(metavar="NAME", help="vosk or whisper; else the best installed.")
    ] = None,
    area: Annotated[
        str | None, typer.Option(metavar="ID", help="The room in which it is said.")
    ] = None,
    config: Config = None,
) -> None:
    """Tell what is said in sound files; nothing is done about it.

    Ends with 1 when a file had no sound, 2 when nothing can be heard at all.

    \b
      ambient transcribe command.wav
      ambient transcribe --json --home home.yaml --vocabulary words.txt *.flac
    """
    from gateway.entrypoints.transcribing import transcribe as transcribe_files

    given = {"vocabulary": vocabulary, "engine": engine}
    changed = {key: value for key, value in given.items() if value is not None}
    hear = _settings(config).hear.model_copy(update=changed)
    status = transcribe_files(
        files, sys.stdout, sys.stderr, hear, home=home, area=area, as_json=as_json
    )
    raise typer.Exit(status)


# --- is it ready? --------------------------------------------------------------------------------


@app.command("check-config", short_help="Read the configuration, tell all that is wrong.")
def check_config(
    config: Config = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema, for editors, and end.")
    ] = False,
) -> None:
    """Read the configuration and tell all that is wrong with it, with file and line.

    \b
      ambient check-config --config config.yaml
      ambient check-config --schema > config.schema.json
    """
    if schema:
        from gateway.config import json_schema_text

        sys.stdout.write(json_schema_text())
        return
    settings = _settings(config)
    home = settings.home
    _tell(
        f"the configuration is good: broker {settings.mqtt.host}:{settings.mqtt.port}, "
        f"home {home.home!r} with {len(home.areas)} areas and {len(home.satellites)} satellites "
        f"in {home.timezone}, database {settings.store.path}"
    )


@app.command(short_help="Check this machine.")
def doctor(
    what: Annotated[
        str | None, typer.Argument(help="`audio`: microphone, loudspeaker, voice and recogniser.")
    ] = None,
    config: Config = None,
) -> None:
    """Check this machine: Python, packages, models, configuration, broker, database, disk, time.

    Ends with 1 when a check failed; a warning does not count.

    \b
      ambient doctor
      ambient doctor --config config.yaml
      ambient doctor audio
    """
    _quietly("error")
    if what not in (None, "audio"):
        _fail(f"there is no check {what!r}; there is: audio", status=2)
    if what == "audio":
        from gateway.entrypoints.doctor_audio import examine_audio

        settings = _settings(config)
        findings = examine_audio(settings.voice, settings.home.language, settings.hear)
    else:
        from gateway.entrypoints.doctor import examine

        findings = examine(config)
    failed = False
    for finding in findings:
        _tell(str(finding))
        failed = failed or finding.mark == "fail"
    raise typer.Exit(int(failed))


@app.command(short_help="Install speech models.")
def models(
    install: Annotated[
        bool, typer.Option("--install", help="Fetch what is not there, checked by its sha256.")
    ] = False,
    name: Annotated[str | None, typer.Option(metavar="MODEL", help="Only this one.")] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="PATH", help="Archives fetched elsewhere: a file or folder."
        ),
    ] = None,
    config: Config = None,
) -> None:
    """List the speech models that no package carries, or install them into `hear.models`.

    A download that broke off goes on where it stopped.

    \b
      ambient models
      ambient models --install
      ambient models --install --from /media/usb
    """
    from gateway.hear.models import MODELS, ModelError, is_whole
    from gateway.hear.models import install as install_model

    folder = _settings(config).hear.models
    if name is not None and name not in MODELS:
        _fail(f"no model {name!r} is known; there are {', '.join(MODELS)}", status=2)
    for model in MODELS.values() if name is None else (MODELS[name],):
        if install:
            try:
                install_model(model, folder, source)
            except ModelError as error:
                _fail(str(error))
        there = "installed in" if is_whole(model, folder / model.name) else "not installed in"
        _tell(
            f"{model.name}: {model.language}, {model.size / 1e6:.0f} MB, {model.licence}, "
            f"{there} {folder}"
        )


# --- helpers -------------------------------------------------------------------------------------


def _settings(config: Path | None) -> "Settings":
    """The settings; what is wrong with them ends the command."""
    from gateway.config import ConfigError, load

    try:
        return load(config)
    except ConfigError as error:
        _fail(str(error))


def _reading(store: Path | None, config: Path | None, read: Callable[["Store"], T]) -> T:
    """Read from a database beside the daemon; what is wrong with it ends the command."""
    from context.store import Store, StoreError

    try:
        with Store.open(store or _settings(config).store.path, create=False) as opened:
            return read(opened)
    except StoreError as error:
        _fail(str(error))


def _zone(config: Path | None) -> "ZoneInfo":
    """The home's time zone."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(_settings(config).home.timezone)


def _demo_once(
    home: Path | None,
    sentences: list[str],
    store: Path | None,
    satellite: str | None,
    person: str | None,
) -> None:
    import asyncio

    from gateway.entrypoints.demo import say_once

    asyncio.run(
        say_once(home, sentences, _tell, store_path=store, satellite=satellite, person=person)
    )


def _quietly(level: str = "warning") -> None:
    """Logs go to standard error, so that standard output is only the answer."""
    from gateway import logs

    logs.set_up(level)


def _tell(text: str) -> None:
    typer.echo(text)


def _fail(text: str, status: int = 1) -> NoReturn:
    """Say what is wrong on standard error, and end."""
    typer.echo(text, err=True)
    raise typer.Exit(status)
