from engine.scenario.document import Worker
from engine.scenario.translate.people import Person, person

MANY, SINGLE = Worker(count=2, steps=[]), Worker(steps=[])


def test_who_is_counted_has_a_number_in_the_name() -> None:
    assert person("eater", SINGLE, "index") == Person("eater", '"eater"', None)
    assert person("eater", MANY, "3") == Person("eater", '"eater-3"', "3")
    assert person("eater", MANY, "index + 1") == Person("eater", 'f"eater-{index + 1}"', "index + 1")
    assert person("eater", Worker(count=1, steps=[]), "0").name == '"eater-0"'
