package api

import (
	"context"
	"net/http"

	"kring/groups"
	"kring/homework/table"
	"kring/homework/template"
	"kring/internal/access"
)

type bringIn struct {
	AssignmentIn
	Body struct {
		Step     string `json:"step" maxLength:"60"`
		Nameless bool   `json:"nameless" doc:"Without one's alias; nobody is told whose it is"`
	}
}

type pieceIn struct {
	GroupIn
	Piece string `path:"piece" maxLength:"40"`
}

type newTemplateIn struct {
	GroupIn
	Body struct {
		Text   string `json:"text" maxLength:"8000"`
		Shared bool   `json:"shared" doc:"With the facilitators of the organisation"`
	}
}

type templateIn struct {
	GroupIn
	Template string `path:"template" maxLength:"40"`
}

func (e *Edge) tableOps() {
	register(e, op{Method: "GET", Path: "/groups/{group}/table", ID: "table", Summary: "What lies on the Groepstafel", Action: access.ReadTable, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, c *caller, in *GroupIn) (*body[[]table.Laid], error) {
			return list(e.pieces(ctx, in.Group, c.Person))
		})
	register(e, op{Method: "POST", Path: "/assignments/{assignment}/table", ID: "bring-piece", Summary: "Bring what stands at a step to the group", Action: access.BringPiece, Kind: access.Assignment, Param: "assignment", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *bringIn) (*empty, error) {
			p, err := e.Homework.Piece(ctx, in.Assignment, c.Person, in.Body.Step, e.lang(ctx, c))
			if err != nil {
				return nil, err
			}
			return nil, e.Table.Bring(ctx, table.New{
				Group: p.GroupID, Person: c.Person, Assignment: in.Assignment, Step: in.Body.Step, Nameless: in.Body.Nameless,
				Module: p.Module, Title: p.Title, Text: p.Text, Files: p.Files,
			})
		})
	register(e, op{Method: "DELETE", Path: "/groups/{group}/table/{piece}", ID: "take-back-piece", Summary: "Take one's own piece back", Action: access.TakeBackPiece, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *pieceIn) (*empty, error) {
			return nil, e.Table.TakeBack(ctx, in.Group, c.Person, in.Piece)
		})
	register(e, op{Method: "GET", Path: "/groups/{group}/templates", ID: "templates", Summary: "Texts to use again: one's own, and those of the organisation", Action: access.UseTemplates, Kind: access.Group, Param: "group"},
		func(ctx context.Context, c *caller, _ *GroupIn) (*body[[]template.Phrase], error) {
			return list(e.Templates.For(ctx, c.Person, c.Organisation))
		})
	register(e, op{Method: "POST", Path: "/groups/{group}/templates", ID: "new-template", Summary: "Keep a text to use again", Action: access.UseTemplates, Kind: access.Group, Param: "group", Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *newTemplateIn) (*empty, error) {
			org := ""
			if in.Body.Shared {
				org = c.Organisation
			}
			return nil, e.Templates.Add(ctx, c.Person, org, in.Body.Text)
		})
	register(e, op{Method: "DELETE", Path: "/groups/{group}/templates/{template}", ID: "remove-template", Summary: "Remove a text that one kept", Action: access.UseTemplates, Kind: access.Group, Param: "group", Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *templateIn) (*empty, error) {
			return nil, e.Templates.Remove(ctx, c.Person, in.Template)
		})
}

// pieces are the table's, with the alias of who brought one by name, as the
// person may see it.
func (e *Edge) pieces(ctx context.Context, group, person string) ([]table.Laid, error) {
	circle, err := e.Groups.Circle(ctx, group)
	if err != nil {
		return nil, err
	}
	all, err := e.Table.Of(ctx, group, person)
	for i := range all {
		if p := all[i].PersonID; p != "" {
			m, _ := circle.Author(circle.Viewer(person), p)
			all[i].Alias = m.Alias
		}
	}
	return all, err
}

// facilitating sees a group as its facilitators do.
var facilitating = groups.Viewer{Role: groups.RoleFacilitator}
