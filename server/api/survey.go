package api

import (
	"context"
	"net/http"
	"slices"

	"kring/groups"
	"kring/groups/organisation"
	"kring/homework"
	"kring/homework/measure"
	"kring/homework/survey"
	"kring/internal/access"
	"kring/internal/fault"
)

// QuestionnaireIn names a questionnaire of an organisation in the path.
type QuestionnaireIn struct {
	OrgIn
	Questionnaire string `path:"questionnaire" maxLength:"40"`
}

type importIn struct {
	QuestionnaireIn
	Licence string `query:"licence" maxLength:"300" doc:"Reference to what gives the organisation the right to use the text"`
	RawBody []byte `contentType:"application/fhir+json"`
}

type choicesIn struct {
	QuestionnaireIn
	Body struct {
		BandsOff bool            `json:"bandsOff"`
		Rules    *[]measure.Rule `json:"rules,omitempty" doc:"None: the questionnaire's own"`
	}
}

type confirmIn struct {
	QuestionnaireIn
	Body struct {
		Confirmed bool `json:"confirmed"`
	}
}

type noticeIn struct {
	Notice string `path:"notice" maxLength:"40"`
}

type ownResponseIn struct {
	AssignmentIn
	Questionnaire string `path:"questionnaire" maxLength:"40" doc:"Id of the step"`
}

type putResponseIn struct {
	AssignmentIn
	Questionnaire string `path:"questionnaire" maxLength:"40" doc:"Id of the step"`
	IfMatch       string `header:"If-Match" required:"true" doc:"The ETag this work was made from, \"0\" for none yet"`
	RawBody       []byte `contentType:"application/fhir+json"`
}

type sentResponseIn struct {
	Answer        string `path:"answer" maxLength:"40"`
	Questionnaire string `path:"questionnaire" maxLength:"40" doc:"Id of the step"`
}

// fhir is a FHIR R4 resource.
type fhir struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func resource(raw []byte, err error) (*fhir, error) {
	if err != nil {
		return nil, err
	}
	return &fhir{"application/fhir+json", raw}, nil
}

// GroupMeasures is what a group's facilitators see of its questionnaires.
type GroupMeasures struct {
	Rows    []survey.Row        `json:"rows"`
	Members []groups.MemberView `json:"members" doc:"Whose trends can be read"`
}

func (e *Edge) surveyOps() {
	register(e, op{Method: "GET", Path: "/organisations/{org}/questionnaires", ID: "questionnaires", Summary: "The questionnaires, with what the organisation chose", Action: access.ManageQuestionnaires, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, c *caller, in *OrgIn) (*body[[]survey.Instrument], error) {
			return list(e.Homework.Surveys.Instruments(ctx, in.Org, e.lang(ctx, c)))
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/questionnaires/{questionnaire}", ID: "questionnaire", Summary: "The text in use, as a FHIR R4 Questionnaire", Action: access.ManageQuestionnaires, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, _ *caller, in *QuestionnaireIn) (*fhir, error) {
			return resource(e.Homework.Surveys.File(ctx, in.Org, in.Questionnaire))
		})
	register(e, op{Method: "PUT", Path: "/organisations/{org}/questionnaires/{questionnaire}", ID: "import-questionnaire", Summary: "Use the owner's text: a FHIR R4 Questionnaire", Action: access.ManageQuestionnaires, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *importIn) (*empty, error) {
			return nil, e.Homework.Surveys.Import(ctx, survey.Import{Org: in.Org, Instrument: in.Questionnaire, File: in.RawBody, Licence: in.Licence, By: c.Person})
		})
	register(e, op{Method: "PUT", Path: "/organisations/{org}/questionnaires/{questionnaire}/choices", ID: "choose-questionnaire", Summary: "Whether bands are shown, and the rules on answers", Action: access.ManageQuestionnaires, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusNoContent}, e.chooseQuestionnaire)
	register(e, op{Method: "PUT", Path: "/organisations/{org}/questionnaires/{questionnaire}/confirmation", ID: "confirm-questionnaire", Summary: "An administrator checked what sources differ about", Action: access.ConfirmBands, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *confirmIn) (*empty, error) {
			return nil, e.Homework.Surveys.Confirm(ctx, in.Org, in.Questionnaire, c.Person, in.Body.Confirmed)
		})
	e.trendOps()
	e.responseOps()
}

func (e *Edge) trendOps() {
	register(e, op{Method: "GET", Path: "/groups/{group}/trends", ID: "own-trends", Summary: "One's own scores, without bands", Action: access.ReadOwnWork, Kind: access.Group, Param: "group", Keep: keepOwn},
		func(ctx context.Context, c *caller, in *GroupIn) (*body[[]survey.Trend], error) {
			return list(e.Homework.Surveys.Trends(ctx, in.Group, c.Person, false))
		})
	register(e, op{Method: "GET", Path: "/groups/{group}/measures", ID: "group-measures", Summary: "The group's scores without names, and whose trends can be read", Action: access.ReadTrends, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, c *caller, in *GroupIn) (*body[GroupMeasures], error) {
			rows, err := e.Homework.Surveys.Rows(ctx, in.Group)
			if err != nil {
				return nil, err
			}
			members, err := e.Groups.Members(ctx, in.Group, c.Person)
			members = slices.DeleteFunc(members, func(m groups.MemberView) bool { return m.Role != groups.RoleMember })
			return reply(GroupMeasures{rows, members}, err)
		})
	register(e, op{Method: "GET", Path: "/members/{member}/trends", ID: "member-trends", Summary: "A member's scores, with bands and their source", Action: access.ReadTrends, Kind: access.Member, Param: "member", Logged: true},
		func(ctx context.Context, _ *caller, in *MemberIn) (*body[[]survey.Trend], error) {
			m, err := e.Groups.Member(ctx, in.Member)
			if err != nil {
				return nil, err
			}
			return list(e.Homework.Surveys.Trends(ctx, m.GroupID, m.PersonID, true))
		})
	register(e, op{Method: "POST", Path: "/notices/{notice}/done", ID: "notice-done", Summary: "Tick: I spoke with who gave that answer", Action: access.Own, Kind: access.Self, Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *noticeIn) (*empty, error) {
			guided, err := e.guided(ctx, c.Person)
			if err != nil {
				return nil, err
			}
			return nil, e.Homework.Surveys.Done(ctx, in.Notice, c.Person, guided)
		})
}

func (e *Edge) responseOps() {
	register(e, op{Method: "GET", Path: "/assignments/{assignment}/responses/{questionnaire}", ID: "own-response", Summary: "What one sent, as a FHIR R4 QuestionnaireResponse", Action: access.ReadOwnWork, Kind: access.Assignment, Param: "assignment"},
		func(ctx context.Context, c *caller, in *ownResponseIn) (*fhir, error) {
			return resource(e.Homework.Response(ctx, in.Assignment, c.Person, in.Questionnaire, e.lang(ctx, c)))
		})
	register(e, op{Method: "PUT", Path: "/assignments/{assignment}/responses/{questionnaire}", ID: "fill-response", Summary: "Fill in from a FHIR R4 QuestionnaireResponse; only oneself can read it until it is handed in", Action: access.WriteAnswer, Kind: access.Assignment, Param: "assignment", Logged: true},
		func(ctx context.Context, c *caller, in *putResponseIn) (*tagged[homework.AnswerView], error) {
			rev, err := revision(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return e.answered(ctx)(e.Homework.Fill(ctx, homework.Work{AssignmentID: in.Assignment, PersonID: c.Person, Rev: rev}, in.Questionnaire, in.RawBody))
		})
	register(e, op{Method: "GET", Path: "/answers/{answer}/responses/{questionnaire}", ID: "response", Summary: "What a member sent, as a FHIR R4 QuestionnaireResponse", Action: access.ReadAnswer, Kind: access.Answer, Param: "answer", Logged: true},
		func(ctx context.Context, c *caller, in *sentResponseIn) (*fhir, error) {
			return resource(e.Homework.Surveys.FHIR(ctx, in.Answer, in.Questionnaire, e.lang(ctx, c)))
		})
}

// chooseQuestionnaire keeps rules that tell the organisation's own facilitators only.
func (e *Edge) chooseQuestionnaire(ctx context.Context, _ *caller, in *choicesIn) (*empty, error) {
	if in.Body.Rules != nil {
		staff, err := e.Groups.Organisations.Facilitators(ctx, in.Org)
		if err != nil {
			return nil, err
		}
		for _, r := range *in.Body.Rules {
			for _, id := range r.Tell {
				if !slices.ContainsFunc(staff, func(f organisation.Person) bool { return f.PersonID == id }) {
					return nil, fault.Bad("rules", "measure.tell", "%s does not guide groups here", id)
				}
			}
		}
	}
	return nil, e.Homework.Surveys.Choose(ctx, in.Org, in.Questionnaire, in.Body.BandsOff, in.Body.Rules)
}

// guided are the groups that a person guides or guided.
func (e *Edge) guided(ctx context.Context, person string) (ids []string, err error) {
	mine, err := e.Groups.MyGroups(ctx, person)
	for _, g := range mine {
		if g.Role != groups.RoleMember {
			ids = append(ids, g.ID)
		}
	}
	return ids, err
}

// notices are the answers that a person is told of.
func (e *Edge) notices(ctx context.Context, person string) ([]survey.Notice, error) {
	guided, err := e.guided(ctx, person)
	if err != nil {
		return nil, err
	}
	all, err := e.Homework.Surveys.Notices(ctx, person, guided)
	for i := range all {
		circle, err := e.Groups.Circle(ctx, all[i].GroupID)
		if err != nil {
			return nil, err
		}
		m, _ := circle.See(groups.Viewer{Role: groups.RoleFacilitator}, all[i].PersonID)
		all[i].GroupName, all[i].Alias = circle.Name, m.Alias
	}
	return all, err
}
