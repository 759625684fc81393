"""What training rests on: the grammar, the alignment, the noise and the count of right answers."""

import os
from random import Random

import pytest

from models_onnx.labels import INTENTS, OUT_OF_SCOPE, SLOTS
from models_onnx.training import templates
from models_onnx.training.align import align
from models_onnx.training.generate import Example, Grammar, Homes, parse, sentences
from models_onnx.training.marks import mark_labels
from models_onnx.training.metrics import Answer, score, slot_f1
from models_onnx.training.noise import disturb


def test_every_intent_has_templates() -> None:
    assert set(templates.TEMPLATES) == set(INTENTS)


def test_every_template_can_be_expanded() -> None:
    grammar, rng = Grammar(Homes()), Random(1)
    for intent, group in templates.TEMPLATES.items():
        for template in group:
            for _ in range(3):
                tagged = grammar.expand(template, rng)
                assert {tag[2:] for _, tag in tagged} - {""} <= set(SLOTS), (intent, template)


def test_an_unbalanced_template_is_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        parse("turn (on|off")


def test_words_of_a_slot_are_tagged() -> None:
    tagged = Grammar(Homes()).expand("make it {step=a bit brighter}", Random(1))
    assert tagged == [
        ("make", "O"),
        ("it", "O"),
        ("a", "B-step"),
        ("bit", "I-step"),
        ("brighter", "I-step"),
    ]


def test_the_same_seed_gives_the_same_sentences() -> None:
    assert list(sentences(50, 3, Homes(), {})) == list(sentences(50, 3, Homes(), {}))


def test_noise_keeps_a_tag_for_every_word() -> None:
    words = [("turn", "O"), ("on", "O"), ("the", "O"), ("hall", "B-name"), ("lamp", "I-name")]
    rng = Random(1)
    for _ in range(300):
        damaged = disturb(words, rng, {"lamp": ["lamb", "the lamp"]})
        before = "O"
        for _, tag in damaged:
            assert not tag.startswith("I-") or before[2:] == tag[2:]
            before = tag


def test_a_value_that_is_not_in_the_sentence_leaves_no_tags() -> None:
    assert align(["lights", "off"], [("area", "kitchen")]) is None


def test_values_are_found_in_the_sentence() -> None:
    assert align(["hall", "lamp", "off"], [("name", "hall lamp")]) == ["B-name", "I-name", "O"]


def test_a_wrong_act_and_a_false_accept_are_told_apart() -> None:
    examples = [
        Example(("a",), None, "HassTurnOn", ""),
        Example(("b",), None, OUT_OF_SCOPE, ""),
        Example(("c",), None, OUT_OF_SCOPE, ""),
    ]
    answers = [Answer("HassTurnOff"), Answer("HassTurnOn"), Answer("HassTurnOn", 0.2)]
    figures = score(examples, answers, reject_below=0.5)
    assert (figures.acted_wrong, figures.false_accepts) == (1.0, 0.5)


def test_slot_f1_counts_whole_spans() -> None:
    example = Example(("hall", "lamp"), ("B-name", "I-name"), "HassTurnOn", "")
    assert slot_f1([(example, Answer("HassTurnOn", 1.0, (("name", "lamp"),)))]) == 0.0


@pytest.mark.train
def test_the_tokenizer_splits_as_the_reference_does() -> None:
    reference = pytest.importorskip("tokenizers")
    from models_onnx.runtime import find
    from models_onnx.tokenizer import Tokenizer

    path = find("encoder").files["vocabulary"]
    ours = Tokenizer.read(path, 512)
    theirs = reference.BertWordPieceTokenizer(str(path), lowercase=True)
    for one in sentences(3000, 5, Homes(), {}):
        assert ours.encode(one.text).ids == theirs.encode(one.text).ids


@pytest.mark.train
def test_what_is_measured_on_is_not_trained_on() -> None:
    from models_onnx.training import data

    try:
        data.folder()
    except data.DataMissing as error:
        pytest.skip(str(error))
    corpus = data.load(generated=100)
    held = {data.normal(one.text) for split in corpus.valid.values() for one in split}
    trained = {data.normal(one.text) for one in corpus.train if one.source != "generated"}
    assert not held & trained


@pytest.mark.train
def test_a_missing_data_folder_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    from models_onnx.training import data

    monkeypatch.setitem(os.environ, "AMBIENT_DATA", "/nowhere")
    with pytest.raises(data.DataMissing, match="common_valid"):
        data.folder()


@pytest.mark.train
def test_a_small_network_learns_and_survives_export(tmp_path: object) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from pathlib import Path

    from models_onnx.runtime import open_session
    from models_onnx.training.export import encoder_graph, head_graph
    from models_onnx.training.heads import Linear
    from models_onnx.training.network import EncoderNetwork, Shape

    torch.manual_seed(1)
    network = EncoderNetwork(Shape(50, layers=1, width=16, heads=2, inner=32)).eval()
    head = Linear(16, ["yes", "no", "perhaps"]).eval()
    folder = Path(str(tmp_path))
    encoder_graph(network, folder / "encoder.onnx")
    head_graph(head, 16, "small", folder / "small.onnx")
    ids, marks = torch.tensor([[2, 7, 9, 3], [2, 8, 3, 0]]), torch.tensor([[0, 1, 2, 0], [0] * 4])
    with torch.inference_mode():
        states = network(ids, marks)
        logits = head(states[:, 0])
        vectors = (network.pieces(ids) + network.marks(marks)).numpy()
    inputs = {"embeddings": vectors, "padding": ids.numpy() == 0}
    (said,) = open_session(folder / "encoder.onnx").run(None, inputs)
    assert abs(states.numpy() - said)[0].max() < 1e-4
    (answer,) = open_session(folder / "small.onnx").run(None, {"states": said[:, 0]})
    assert abs(logits.numpy() - answer).max() < 1e-4


def test_marks_fall_on_names_rooms_and_floors() -> None:
    tags = ["O", "B-name", "I-name", "O", "B-area", "B-floor", "B-time"]
    drawn = [mark_labels(tags, Random(seed)) for seed in range(200)]
    assert [0, 1, 2, 0, 3, 5, 0] in drawn
    assert [0] * 7 in drawn
    assert all(len(marks) == len(tags) for marks in drawn)


def test_a_sentence_without_tags_has_no_marks() -> None:
    assert mark_labels(None, Random(1)) == []
