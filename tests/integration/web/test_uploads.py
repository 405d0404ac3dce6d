"""Files that were given come back as they came, to those who may read what is secret."""

from tests.integration.town import UPLOAD, Town


def test_a_file_comes_back_as_it_came(town: Town) -> None:
    page = town.visitor("preparer").client.get(town.address("documents.upload"))
    assert page.status_code == 200
    assert page.data == UPLOAD
    assert "attachment" in page.headers["Content-Disposition"]
    assert "sandbox" in page.headers["Content-Security-Policy"]


def test_another_number_gives_nothing(town: Town) -> None:
    address = town.address("documents.upload")
    assert town.visitor("preparer").get(f"{address}99").status == 404
