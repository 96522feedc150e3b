import { useGlobalContext } from './mizan/index.js';
import { Desk } from './page/desk.js';
import { Problem } from './parts/problem.js';
import { SignInPage } from './sign-in/sign-in-page.js';

/** Who is signed in decides what there is to see. */
export function App() {
  const { data, error, refetch } = useGlobalContext();
  if (data) return data.current_user ? <Desk /> : <SignInPage />;
  if (error) return <Problem error={error} retry={refetch} />;
  return <p className="splash">Opening the desk…</p>;
}
