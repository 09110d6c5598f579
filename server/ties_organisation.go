package main

import (
	"context"

	"kring/groups/organisation/theme"
	"kring/groups/staff"
	"kring/web"
)

// openOrganisations opens what administrators work with.
func (k *kring) openOrganisations(ctx context.Context) (err error) {
	if k.themes, err = theme.New(web.Tokens); err != nil {
		return err
	}
	k.staff, err = staff.Open(ctx, k.docs, k.vault, k.groups.Organisations, k.accounts, nil)
	return err
}
