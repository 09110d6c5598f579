import { Redirect } from 'wouter';
import SignUpPage from '../features/account/SignUpPage';
import { takeAlong } from '../features/homework/nobody';
import { Loading, useSession } from '../ui';

/** Makes an account and takes along what was done without one: a feature never imports another. */
export default function KeepRoute({ id }: { id: string }) {
  const session = useSession();
  if (!session) return <Loading />;
  if (session.person) return <Redirect to={`/zelfhulp/${id}`} replace />;
  return <SignUpPage to={`/huiswerk/${id}`} onSignedIn={(person) => takeAlong(person, id)} />;
}
