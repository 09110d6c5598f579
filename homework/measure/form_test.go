package measure_test

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"kring/homework/measure"
	"kring/internal/fault"
)

// file is a Questionnaire for a definition, as an owner may give it; the first
// items are the reversed ones. The texts are nobody's.
func file(d measure.Definition) map[string]any {
	var items []any
	for i := range d.Items + d.Unscored {
		var options []any
		for v := d.Min; v <= d.Max; v++ {
			options = append(options, map[string]any{"valueCoding": map[string]any{
				"system": "urn:test", "code": "a" + strconv.Itoa(v), "display": "Antwoord " + strconv.Itoa(v),
				"extension": []any{map[string]any{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": v}},
			}})
		}
		item := map[string]any{"linkId": "q" + strconv.Itoa(i+1), "text": "Vraag " + strconv.Itoa(i+1), "type": "choice", "answerOption": options}
		if i < d.Reversed {
			item["extension"] = []any{map[string]any{"url": "urn:kring:fhir:reversed", "valueBoolean": true}}
		}
		items = append(items, item)
	}
	return map[string]any{"resourceType": "Questionnaire", "language": "nl", "version": "2", "title": d.Name, "item": []any{
		map[string]any{"linkId": "uitleg", "type": "display", "text": "Kies wat past"},
		map[string]any{"linkId": "lijst", "type": "group", "item": items},
	}}
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// questions are the questions of file.
func questions(f map[string]any) []any {
	return f["item"].([]any)[1].(map[string]any)["item"].([]any)
}

func find(t testing.TB, id string) *measure.Definition {
	t.Helper()
	d, err := measure.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

func TestAFileForEveryDefinitionIsRead(t *testing.T) {
	for _, d := range measure.All() {
		f, err := measure.ParseForm(encode(t, file(d)), &d)
		if err != nil {
			t.Errorf("%s: %v", d.ID, err)
			continue
		}
		if len(f.Items) != d.Items+d.Unscored || len(f.Reversed()) != d.Reversed || f.Version != "2" {
			t.Errorf("%s: read as %+v", d.ID, f)
		}
		if it := f.Items[0]; it.Text.In("nl") != "Vraag 1" || it.Options[0].Value != d.Min || it.Options[0].Label.In("en") != "Antwoord "+strconv.Itoa(d.Min) {
			t.Errorf("%s: first item %+v", d.ID, it)
		}
	}
}

func TestTheCheckInComesWithItsTexts(t *testing.T) {
	d := find(t, "kring-check-in")
	f, err := measure.ParseForm(measure.Shipped(d.ID), d)
	if err != nil {
		t.Fatal(err)
	}
	for i, it := range f.Items {
		for _, lang := range []string{"nl", "en"} {
			if it.Text[lang] == "" || it.Low[lang] == "" || it.High[lang] == "" || len(it.Options) != 0 {
				t.Errorf("item %d is not complete in %s: %+v", i+1, lang, it)
			}
		}
	}
	if measure.Shipped("phq-9") != nil {
		t.Error("a text that is not ours is shipped")
	}
}

// Every refusal names the place.
func TestAFileThatDoesNotFitIsRefusedWithThePath(t *testing.T) {
	d := find(t, "phq-9")
	item := func(f map[string]any, i int) map[string]any { return questions(f)[i].(map[string]any) }
	option := func(f map[string]any, i, o int) map[string]any {
		return item(f, i)["answerOption"].([]any)[o].(map[string]any)
	}
	for path, c := range map[string]struct {
		code   string
		change func(map[string]any)
	}{
		"resourceType":                 {"fhir.type", func(f map[string]any) { f["resourceType"] = "Bundle" }},
		"language":                     {"fhir.language", func(f map[string]any) { f["language"] = "fr" }},
		"item":                         {"measure.items", func(f map[string]any) { f["item"].([]any)[1].(map[string]any)["item"] = questions(f)[:8] }},
		"item[0].type":                 {"fhir.item-type", func(f map[string]any) { f["item"].([]any)[0].(map[string]any)["type"] = "open-choice" }},
		"item[0]":                      {"fhir.shape", func(f map[string]any) { f["item"] = []any{"vraag"} }},
		"item[1].item[2].linkId":       {"fhir.link-id", func(f map[string]any) { item(f, 2)["linkId"] = "q1" }},
		"item[1].item[4].text":         {"fhir.text", func(f map[string]any) { delete(item(f, 4), "text") }},
		"item[1].item[4].repeats":      {"fhir.subset", func(f map[string]any) { item(f, 4)["repeats"] = true }},
		"item[1].item[5].enableWhen":   {"fhir.subset", func(f map[string]any) { item(f, 5)["enableWhen"] = []any{} }},
		"item[1].item[3].answerOption": {"measure.value", func(f map[string]any) { item(f, 3)["answerOption"] = item(f, 3)["answerOption"].([]any)[:3] }},
		"item[1].item[3].answerOption[2].valueInteger": {"measure.value", func(f map[string]any) {
			item(f, 3)["answerOption"].([]any)[2] = map[string]any{"valueInteger": 7}
		}},
		"item[1].item[6].answerOption[1].valueInteger": {"fhir.number", func(f map[string]any) {
			item(f, 6)["answerOption"].([]any)[1] = map[string]any{"valueInteger": 1.5}
		}},
		"item[1].item[0].answerOption[1].valueCoding.code": {"fhir.number", func(f map[string]any) {
			delete(option(f, 0, 1)["valueCoding"].(map[string]any), "extension")
		}},
		"item[1].item[0].answerOption[3].valueCoding.display": {"fhir.text", func(f map[string]any) {
			delete(option(f, 0, 3)["valueCoding"].(map[string]any), "display")
		}},
	} {
		f := file(*d)
		c.change(f)
		_, err := measure.ParseForm(encode(t, f), d)
		wantPath(t, err, c.code, path)
	}
	core := find(t, "core-10")
	f := file(*core)
	delete(item(f, 0), "extension")
	_, err := measure.ParseForm(encode(t, f), core)
	wantPath(t, err, "measure.reversed", "item")
	_, err = measure.ParseForm([]byte("{"), d)
	wantPath(t, err, "fhir.json", "")
}

func wantPath(t *testing.T, err error, code, path string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code || f.Field != path {
		t.Errorf("%s at %s: got %v", code, path, err)
	}
}

func TestAResponseReadsBackAsItWasWritten(t *testing.T) {
	for _, d := range measure.All() {
		raw := measure.Shipped(d.ID)
		if raw == nil {
			raw = encode(t, file(d))
		}
		f, err := measure.ParseForm(raw, &d)
		if err != nil {
			t.Fatal(err)
		}
		was := measure.Response{Instrument: d.ID, Version: f.Version, Subject: "Patient/anna", At: 1_800_000_000_123, Values: map[int]int{1: d.Max, d.Items: d.Min}}
		out, err := f.FHIR(was, "nl")
		if err != nil {
			t.Fatal(err)
		}
		back, err := f.ParseResponse(out, &d)
		if err != nil || !reflect.DeepEqual(back, was) {
			t.Errorf("%s: read back %+v, %v\n%s", d.ID, back, err, out)
		}
	}
}

func TestAResponseThatDoesNotFitIsRefusedWithThePath(t *testing.T) {
	d := find(t, "who-5")
	f, err := measure.ParseForm(encode(t, file(*d)), d)
	if err != nil {
		t.Fatal(err)
	}
	for path, c := range map[string]struct{ code, from, to string }{
		"status":                             {"fhir.status", `"completed"`, `"in-progress"`},
		"questionnaire":                      {"fhir.questionnaire", "who-5", "phq-9"},
		"authored":                           {"fhir.time", "2026-11-22T10:00:00Z", "2026-11-22"},
		"item[0].linkId":                     {"fhir.link-id", `"q1"`, `"q9"`},
		"item[1].linkId":                     {"fhir.link-id", `"q2"`, `"q1"`},
		"item[0].answer[0].valueInteger":     {"measure.value", `"valueInteger":3`, `"valueInteger":6`},
		"item[1].answer[0].valueCoding.code": {"measure.value", `"a4"`, `"b4"`},
		"item[0].answer":                     {"fhir.subset", `[{"valueInteger":3}]`, `[{"valueInteger":3},{"valueInteger":3}]`},
	} {
		good := `{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"urn:kring:questionnaire:who-5|2","authored":"2026-11-22T10:00:00Z",
		"item":[{"linkId":"q1","answer":[{"valueInteger":3}]},{"linkId":"q2","answer":[{"valueCoding":{"code":"a4"}}]}]}`
		if _, err := f.ParseResponse([]byte(good), d); err != nil {
			t.Fatal(err)
		}
		_, err := f.ParseResponse([]byte(strings.Replace(good, c.from, c.to, 1)), d)
		wantPath(t, err, c.code, path)
	}
}

func TestRules(t *testing.T) {
	for id, item := range map[string]int{"phq-9": 9, "core-10": 6} {
		d := find(t, id)
		for v := d.Min; v <= d.Max; v++ {
			if hit := measure.Hit(d.Rules, item, v) != nil; hit != (v > 0) {
				t.Errorf("%s item %d answer %d: hit %v", id, item, v, hit)
			}
		}
		if measure.Hit(d.Rules, 1, d.Max) != nil {
			t.Errorf("%s: a rule on item 1", id)
		}
		if err := d.CheckRules(d.Rules); err != nil {
			t.Error(err)
		}
		for _, bad := range []measure.Rule{{Item: 0, Values: []int{1}}, {Item: 1}, {Item: 11, Values: []int{1}}, {Item: 1, Values: []int{5}}, d.Rules[0]} {
			if d.CheckRules(append(d.Rules[:1:1], bad)) == nil {
				t.Errorf("%s accepts the rule %+v", id, bad)
			}
		}
	}
}

// What is accepted has a text and every answer for every item, and never panics.
func FuzzParseForm(f *testing.F) {
	for _, d := range measure.All() {
		f.Add(encode(f, file(d)), d.ID)
	}
	f.Add(measure.Shipped("kring-check-in"), "kring-check-in")
	f.Add([]byte(`{"resourceType":"Questionnaire","item":[{"type":"group","item":[{"type":"group"}]}]}`), "who-5")
	f.Fuzz(func(t *testing.T, raw []byte, id string) {
		d, err := measure.Find(id)
		if err != nil {
			return
		}
		form, err := measure.ParseForm(raw, &d)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		values := map[int]int{}
		for i, it := range form.Items {
			if it.Text.In("nl") == "" || len(it.Options) != 0 && len(it.Options) != d.Max-d.Min+1 {
				t.Fatalf("accepted item %d: %+v", i+1, it)
			}
			values[i+1] = d.Max
		}
		out, err := form.FHIR(measure.Response{Instrument: d.ID, Version: form.Version, Values: values}, "nl")
		if err != nil {
			t.Fatal(err)
		}
		if back, err := form.ParseResponse(out, &d); err != nil || !reflect.DeepEqual(back.Values, values) {
			t.Fatalf("%s reads back as %v, %v", out, back.Values, err)
		}
	})
}

// What is accepted holds values of the definition only.
func FuzzParseResponse(f *testing.F) {
	f.Add([]byte(`{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"urn:kring:questionnaire:kring-check-in|1","authored":"2026-11-22T10:00:00Z","item":[{"linkId":"veilig","answer":[{"valueInteger":3}]}]}`))
	d := find(f, "kring-check-in")
	form, err := measure.ParseForm(measure.Shipped(d.ID), d)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := form.ParseResponse(raw, d)
		if err != nil {
			return
		}
		for item, v := range r.Values {
			if item < 1 || item > d.Items || v < d.Min || v > d.Max {
				t.Fatalf("accepted item %d with %d", item, v)
			}
		}
	})
}
